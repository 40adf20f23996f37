"""Every page has one heading, a title, unique ids, nothing inline, and named controls."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.permissions.table import SITE
from tests.permissions.world import PERSONAS, World, make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

REST = {
    "matching:introduction_export": {"kind": "xlsx"},
    "account_confirm_email": {"key": "unknown"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "unknown"},
    "marketplace:my_offers": {"form": "csv"},
    "marketplace:my_demands": {"form": "xlsx"},
    "marketplace:offer_import_preview": {"token": "unknown"},
    "marketplace:demand_import_preview": {"token": "unknown"},
    "marketplace:coordinated_offers": {"form": "csv"},
    "marketplace:coordinated_demands": {"form": "xlsx"},
}
ADMIN = (
    "admin:index",
    "admin:marketplace_demand_changelist",
    "admin:marketplace_demand_import",
    "admin:accounts_enterprise_changelist",
)


class Outline(HTMLParser):
    """The parts of a page that the rules check."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.count: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.title = self.language = ""
        self.inline: list[str] = []
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.count[tag] += 1
        self._open = tag
        if identity := values.get("id"):
            self.ids[identity] += 1
        if tag == "html":
            self.language = values.get("lang") or ""
        is_inline = tag == "style" or (tag == "script" and not {"src", "type"} & set(values))
        self.inline += [tag] * is_inline
        self.inline += [name for name in values if name == "style" or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self._open == "title":
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    @property
    def faults(self) -> list[str]:
        own_title = self.title.partition("·")[0].strip()
        checks = {
            f"{self.count['h1']} h1": self.count["h1"] == 1,
            f"{self.count['main']} main": self.count["main"] == 1,
            f"title {self.title!r}": bool(own_title) and self.count["title"] == 1,
            f"language {self.language!r}": self.language == "en",
            f"inline {self.inline}": not self.inline,
            f"ids twice {[name for name, times in self.ids.items() if times > 1]}": set(self.ids.values())
            <= {1},
        }
        return [fault for fault, is_fine in checks.items() if not is_fine]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_keeps_the_rules(persona: str, world: World) -> None:
    client, place, found, seen = world.client(persona), PERSONAS.index(persona), {}, 0
    for (name, row), (answers, _to_posts) in SITE.items():
        if answers.split()[place] != "200":
            continue
        response = client.get(reverse(name, kwargs={**world.keys[row], **REST.get(name, {})}))
        if response.streaming:
            response.getvalue()  # closes the file
        elif response["Content-Type"].startswith("text/html"):
            seen += 1
            if faults := Outline(response.content.decode()).faults:
                found[name, row] = faults
    assert found == {}
    assert seen > 10


def test_the_pages_of_the_admin_keep_the_rules(world: World) -> None:
    client = world.client("admin")
    addresses = [*map(reverse, ADMIN)]
    addresses.append(reverse("admin:marketplace_demand_change", args=[world.demand.pk]))
    found = {address: Outline(client.get(address).content.decode()).faults for address in addresses}
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("status", [404, 403])
def test_pages_of_errors_keep_the_rules(status: int, world: World) -> None:
    client = world.client("stranger")
    response = client.get("/review/" if status == 403 else "/nowhere/")
    assert response.status_code == status
    assert Outline(response.content.decode()).faults == []
