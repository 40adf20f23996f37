"""An attacker joins all that is shown: at least k named enterprises fit every anonymous listing."""

import csv
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries, Settings

from tests.data import ABSENT, LISTINGS
from tests.factories import (
    make_alliance,
    make_coordinator,
    make_enterprise,
    make_member,
    make_published_demand,
    make_published_offer,
    make_saved_search,
)
from tests.marketplace import attacker
from tests.marketplace.attacker import Seen
from tests.marketplace.test_import_real_files import FILES
from ydeu.accounts import regions
from ydeu.accounts.enums import Size
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.enums import ChainSegment
from ydeu.marketplace import saved_searches, shown_posters
from ydeu.marketplace.models import Demand, Offer, numbers
from ydeu.marketplace.models.shown_poster import SHOWN_FOR
from ydeu.marketplace.sample.loading import load
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
K = 5
_draw: Callable[[], int | None] = numbers.draw
"""As it is on the site: ``conftest`` replaces it in every test."""


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def stranger() -> Client:
    return client_of(make_member(language="en"))


def too_few(rows: list[Seen], hidden: list[Seen] | None = None) -> dict[str, set[str]]:
    """The anonymous listings that fewer than k named enterprises fit, with these enterprises."""
    found = {row.address: attacker.candidates(row, rows) for row in hidden or rows if row.is_anonymous}
    assert found
    return {address: names for address, names in found.items() if len(names) < K}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("reader", ["member", "coordinator of others"])
def test_in_the_demo(reader: str, settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    load()
    person = make_coordinator(language="en") if reader != "member" else make_member(language="en")

    rows = attacker.reading(client_of(person))

    assert len([row for row in rows if row.is_anonymous]) == 17
    assert too_few(rows) == {}
    assert any(row.is_anonymous and row.region for row in rows), "it still says what it can"


ADDED = ("organisation", "alliance", "chain_segment", "visibility")


def spread(source: Path, target: Path, drawn: random.Random, alliances: dict[str, list[str]]) -> None:
    """The file with its rows given to made-up enterprises, one in fifty anonymous."""
    names = list(alliances)
    with source.open(encoding="utf-8", newline="") as read, target.open("w", newline="") as written:
        rows = csv.DictReader(read)
        kept = [name for name in rows.fieldnames or () if name not in ADDED]
        table = csv.DictWriter(written, [*kept, *ADDED], extrasaction="ignore")
        table.writeheader()
        for row in rows:
            name = drawn.choice(names)
            alliance, segment = drawn.choice(alliances[name]), drawn.choice(ChainSegment.values)
            visibility = "anonymous" if drawn.random() < 0.02 else "public"
            added = dict(zip(ADDED, (name, alliance, segment, visibility), strict=True))
            table.writerow({**row, **added})


def settle(enterprise: Enterprise, drawn: random.Random) -> None:
    """Give an imported enterprise a place, a trade and a size."""
    enterprise.city = drawn.choice(regions.CITIES)[0]
    enterprise.province = regions.province_of(enterprise.city)
    enterprise.industry = drawn.choice([*map(str, range(13, 44)), "64", "65", "73", "74", "75"])
    enterprise.size = drawn.choice(Size.values)
    enterprise.save()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not LISTINGS.is_dir(), reason=ABSENT)
def test_in_the_real_files_spread_over_two_hundred_enterprises(tmp_path: Path) -> None:
    drawn = random.Random(14)
    slugs = [make_alliance().slug for _ in range(7)]
    alliances = {f"Made up {number}": drawn.sample(slugs, 2) for number in range(200)}
    for name, kind, _count in FILES:
        spread(LISTINGS / f"{name}.csv", tmp_path / f"{name}.csv", drawn, alliances)
        path = str(tmp_path / f"{name}.csv")
        call_command("import_listings", path, "--kind", kind, "--publish", stdout=StringIO(), verbosity=0)
    for enterprise in Enterprise.objects.all():
        settle(enterprise, drawn)
    assert Enterprise.objects.count() == 200
    shown_posters.refresh()

    named = [
        attacker.seen_in_rows(row)
        for model in (Offer, Demand)
        for row in model.objects.named().with_parties()
    ]
    reader = client_of(make_coordinator(language="en"))
    hidden = [
        attacker.read_page(reader, row.get_absolute_url())
        for model in (Offer, Demand)
        for row in model.objects.anonymous()
    ]

    assert len(hidden) > 150
    assert too_few(named, hidden) == {}
    assert sum(bool(row.region and row.industry) for row in hidden) > len(hidden) / 2


UNION = st.lists(
    st.tuples(
        st.integers(0, 11),
        st.integers(0, 2),
        st.sampled_from(["upstream", "service"]),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=18,
)
POSTERS = st.lists(
    st.tuples(
        st.sampled_from(["31", "32", "33"]),
        st.sampled_from(["38", "39", "73"]),
        st.sampled_from(["large", "sme_49"]),
    ),
    min_size=12,
    max_size=12,
)


@pytest.mark.slow
@pytest.mark.timeout(600)
class TestRandomUnions(TestCase):
    @settings(max_examples=3, suppress_health_check=list(HealthCheck))
    @given(POSTERS, UNION)
    def test_as_their_pages_show_them(
        self, posters: list[tuple[str, str, str]], union: list[tuple[int, int, str, bool, bool]]
    ) -> None:
        enterprises = [
            make_enterprise(name=f"No. {number}", province=province, city="", industry=industry, size=size)
            for number, (province, industry, size) in enumerate(posters)
        ]
        alliances = [make_alliance() for _ in range(3)]
        for poster, alliance, segment, is_named, is_offer in union:
            make = make_published_offer if is_offer else make_published_demand
            make(
                enterprise=enterprises[poster],
                alliance=alliances[alliance],
                chain_segment=segment,
                visibility="public" if is_named else "anonymous",
            )
        shown_posters.refresh()

        rows = attacker.reading(stranger())

        names = {row.poster for row in rows if not row.is_anonymous}
        for row in rows:
            if row.is_anonymous and len(attacker.candidates(row, rows)) < K:
                assert len(names) < K
                assert (row.alliance, row.region, row.segment, row.industry, row.size) == ("",) * 5
                assert row.found_by == set()


def lithium(number: int, **fields: Any) -> Enterprise:
    return make_enterprise(name=f"Lithium {number}", province="32", city="3205", industry="38", **fields)


def test_a_filter_finds_what_is_shown_and_who_may_know_finds_the_rest() -> None:
    alliance = make_alliance(slug="lithium")
    for number, province in enumerate(["33", "33", "34", "31", "31"]):
        one = make_enterprise(name=f"No. {number}", province=province, city="", industry="38")
        make_published_offer(enterprise=one, alliance=alliance)
    hidden = make_published_offer(enterprise=lithium(1), alliance=alliance, visibility="anonymous")
    make_published_offer(enterprise=hidden.enterprise, alliance=alliance)
    shown_posters.refresh()
    address = hidden.get_absolute_url()
    questions = {"province": "32", "segment": "midstream", "alliance": "lithium", "city": "3205"}

    def finding(client: Client) -> list[str]:
        return [
            name
            for name, value in questions.items()
            if address in attacker.addresses(client, "/offers/", **{name: value})
        ]

    seen = attacker.read_page(stranger(), address)
    assert (seen.alliance, seen.region, seen.segment) == ("lithium", "Yangtze River Delta", "")
    assert finding(stranger()) == ["alliance"]
    assert finding(client_of(make_coordinator(alliance, language="en"))) == list(questions)
    assert finding(client_of(make_member(hidden.enterprise, language="en"))) == list(questions)


@pytest.mark.parametrize("query", ["province=32", "segment=midstream", "alliance=lithium", "city=3205"])
def test_no_mail_of_a_saved_search_tells_what_the_page_hides(query: str) -> None:
    alliance = make_alliance(slug="lithium")
    make_published_offer(enterprise=lithium(1), alliance=alliance, visibility="anonymous", title="Hidden")
    make_published_offer(enterprise=lithium(2), alliance=alliance, title="Named")
    shown_posters.refresh()
    Offer.objects.update(published_at=timezone.now() - timedelta(days=2))
    search = make_saved_search(kind="offer", owner=make_member(), query=query)
    type(search).objects.update(looked_until=timezone.now() - timedelta(days=9))

    saved_searches.look_through()

    assert [row["title"] for row in Notice.objects.get().context["listings"]] == ["Named"]


def test_nothing_is_shown_before_it_is_counted_and_when_the_count_is_old() -> None:
    for number in range(6):
        make_published_offer(enterprise=lithium(number), alliance=None)
    offer = make_published_offer(enterprise=lithium(9), alliance=None, visibility="anonymous")
    assert Offer.objects.get(pk=offer.pk).shown_parts == []

    shown_posters.refresh()
    assert Offer.objects.get(pk=offer.pk).shown_parts == [
        *("Midstream", "Jiangsu", "Manufacture of Electrical Machinery and Apparatus"),
        "SME, 11 to 49 people",
    ]

    Offer.objects.filter(pk=offer.pk).update(shown_as_of=timezone.now() - SHOWN_FOR)
    assert Offer.objects.get(pk=offer.pk).shown_parts == []
    assert offer.get_absolute_url() not in attacker.addresses(stranger(), "/offers/", segment="midstream")


def test_the_count_follows_the_union_and_forgets_who_is_no_longer_anonymous() -> None:
    named = [make_published_offer(enterprise=lithium(number), alliance=None) for number in range(5)]
    offer = make_published_offer(enterprise=lithium(9), alliance=None, visibility="anonymous")
    assert (shown_posters.refresh(), shown_posters.refresh()) == (1, 0)
    Offer.objects.filter(pk=named[0].pk).update(state="paused")
    assert shown_posters.refresh() == 1
    assert Offer.objects.get(pk=offer.pk).shown_parts == []

    Offer.objects.filter(pk=offer.pk).update(visibility="public")
    assert shown_posters.refresh() == 1
    assert Offer.objects.get(pk=offer.pk).shown_as_of is None


def test_k_is_a_setting(settings: Settings) -> None:
    for number in range(4):
        make_published_offer(enterprise=lithium(number), alliance=None)
    offer = make_published_offer(enterprise=lithium(9), alliance=None, visibility="anonymous")
    assert django_settings.ANONYMITY_K == K

    settings.ANONYMITY_K = 4
    shown_posters.refresh()

    assert Offer.objects.get(pk=offer.pk).shown_place == "Jiangsu"


def test_counting_takes_as_many_queries_for_many_listings_as_for_few(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        make_published_offer(enterprise=lithium(number), alliance=None)
        make_published_demand(enterprise=lithium(number), alliance=None, visibility="anonymous")
    shown_posters.refresh()

    with django_assert_num_queries(8):  # 2 savepoints; 2 reads and 1 clean-up of each kind
        shown_posters.refresh()


class TestOrderAndNumbers:
    def test_an_anonymous_listing_does_not_stand_among_those_of_the_same_import(self) -> None:
        noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
        made: dict[str, Any] = {}
        for minute, name in enumerate(["before", "first", "hidden", "last", "after"]):
            row = make_published_offer(
                enterprise=lithium(minute), visibility="anonymous" if name == "hidden" else "public"
            )
            Offer.objects.filter(pk=row.pk).update(published_at=noon + timedelta(minutes=minute))
            made[name] = row.get_absolute_url()
        yesterday = make_published_offer()
        Offer.objects.filter(pk=yesterday.pk).update(published_at=noon - timedelta(days=1))

        names = ["after", "last", "first", "before", "hidden"]
        expected = [*(made[name] for name in names), yesterday.get_absolute_url()]
        client = stranger()
        assert attacker.addresses(client, "/offers/") == expected
        assert attacker.addresses(client, "/offers/", sort="newest") == expected
        assert noon.isoformat() not in client.get(made["hidden"]).text
        assert noon.strftime("%H:") not in client.get(made["hidden"]).text.partition("Published")[2][:100]

    def test_listings_of_one_day_leave_the_last_days_together(self) -> None:
        """Otherwise the minute at which it leaves would tell with which others it was published."""
        day = timezone.localtime().replace(hour=0, minute=0, second=1, microsecond=0) - timedelta(days=7)
        for seconds in (0, 24 * 3600 - 2):
            row = make_published_offer(visibility="anonymous")
            Offer.objects.filter(pk=row.pk).update(published_at=day + timedelta(seconds=seconds))
        older = make_published_offer()
        Offer.objects.filter(pk=older.pk).update(published_at=day - timedelta(seconds=2))

        assert len(attacker.addresses(stranger(), "/offers/", since="7")) == 2

    @pytest.mark.parametrize("is_bulk", [False, True], ids=["one by one", "as an import"])
    def test_the_number_in_an_address_tells_not_what_was_posted_with_it(
        self, is_bulk: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(numbers, "draw", _draw)
        enterprises = [make_enterprise() for _ in range(60)]
        rows = [
            Offer(enterprise=one, title="x", visibility=visibility)
            for one in enterprises
            for visibility in ("public", "anonymous", "public")
        ]
        if is_bulk:
            Offer.objects.bulk_create(rows)
        else:
            for row in rows:
                row.save()

        named = list(Offer.objects.named().order_by("pk"))
        guesses = Counter(
            min(named, key=lambda each: abs(each.pk - hidden.pk)).enterprise_id == hidden.enterprise_id
            for hidden in Offer.objects.anonymous()
        )

        assert guesses.total() == 60
        assert guesses[True] <= 9  # by chance one; with counted numbers all 60
        assert all(10**9 <= row.pk < 10**12 for row in Offer.objects.all())
