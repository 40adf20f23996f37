import csv

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.test_views import logged_in, queries_of
from tests.data import ABSENT, DATA
from tests.factories import make_admin, make_alliance, make_coordinator, make_enterprise, make_user
from ydeu.alliances.models import Alliance, AllianceMember, Coordinator

pytestmark = pytest.mark.django_db
KNOWN = {
    "auto-aftermarket": "长三角汽车后市场产销合作产业链联盟",
    "energy-storage": "长三角储能及安全产业链联盟",
    "green-low-carbon": "长三角绿色低碳产业链联盟",
    "mems-sensors": "长三角MEMS与传感器产业创新联盟",
    "new-energy": "长三角新能源产业链联盟",
    "smart-retail": "长三角智慧零售服务产业链联盟",
    "superconducting": "长三角超导产业链联盟",
}


def test_the_seven_proved_alliances_are_there_with_their_evidence() -> None:
    alliances = Alliance.objects.all()
    assert dict(alliances.values_list("slug", "name_zh")) == KNOWN
    assert {alliance.verified for alliance in alliances} == {True}
    assert {alliance.is_sample for alliance in alliances} == {False}
    assert {alliance.source_url for alliance in alliances} == {""}
    assert all("2024-06-05" in alliance.evidence for alliance in alliances)
    assert all(alliance.name_en for alliance in alliances)


def test_they_are_those_of_the_collected_evidence() -> None:
    source = DATA / "vocab" / "alliances.csv"
    if not source.exists():
        pytest.skip(ABSENT)
    with source.open(encoding="utf-8") as file:
        proved = {row["name_zh"] for row in csv.DictReader(file) if row["verified"] == "yes"}
    assert set(KNOWN.values()) == proved


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "name_zh"), ("en", "name_en")])
def test_everybody_reads_the_list_in_their_language(language: str, name: str) -> None:
    make_alliance(name_zh="样例联盟", name_en="Sample alliance", is_sample=True)
    page = Client().get(reverse("alliances:list"), headers={"accept-language": language})
    names = Alliance.objects.values_list(name, flat=True)
    assert [each for each in names if each not in page.text] == []
    assert page.text.count('data-state="verified"') + page.text.count("badge--good") == len(KNOWN)
    assert page.text.count("badge--warn") == 1


def test_an_alliance_shows_what_proves_it_and_leads_to_its_listings() -> None:
    alliance = Alliance.objects.get(slug="energy-storage")
    make_coordinator(alliance, name="Chen Jing")
    AllianceMember.objects.create(alliance=alliance, enterprise=make_enterprise())
    anonymous = Client().get(alliance.get_absolute_url())
    assert anonymous.status_code == 200
    assert alliance.evidence in anonymous.text
    for kind in ("offer", "demand"):
        assert reverse(f"marketplace:{kind}_list") + "?alliance=energy-storage" in anonymous.text
    assert "Chen Jing" not in anonymous.text
    assert "Chen Jing" in logged_in(make_user()).get(alliance.get_absolute_url()).text
    assert Client().get(reverse("alliances:detail", args=["unknown"])).status_code == 404


@pytest.mark.slow
def test_the_list_asks_as_often_for_many_rows() -> None:
    addresses = [
        reverse("alliances:list"),
        reverse("admin:alliances_alliance_changelist"),
        reverse("admin:alliances_coordinator_changelist"),
        reverse("admin:alliances_alliancemember_changelist"),
    ]
    client = logged_in(make_admin())
    counts = []
    for rows in (1, 3, 50):
        while Coordinator.objects.count() < rows:
            alliance = make_alliance()
            make_coordinator(alliance)
            AllianceMember.objects.create(alliance=alliance, enterprise=make_enterprise())
        counts.append([queries_of(client, address) for address in addresses])
    assert counts == [counts[0]] * 3


def test_who_is_a_coordinator() -> None:
    def says(client: Client) -> bool:
        return bool(client.get(reverse("alliances:list")).context["user_is_coordinator"]())

    people = [make_coordinator(), make_user(), make_admin()]
    assert [says(logged_in(person)) for person in people] == [True, False, True]
    assert not says(Client())


def test_what_is_coordinated() -> None:
    mine, _other = make_alliance(), make_alliance()
    assert list(Alliance.objects.coordinated_by(make_coordinator(mine))) == [mine]
    assert not Alliance.objects.coordinated_by(make_user()).exists()


def test_an_administrator_adds_an_alliance_with_its_coordinator() -> None:
    person = make_user()
    data = {
        "slug": "ai",
        "name_zh": "测试联盟",
        "name_en": "Test alliance",
        "evidence": "minutes of the union",
        "days_to_publish": "5",
        "days_to_decide": "7",
        "days_to_answer": "10",
        "coordinators-TOTAL_FORMS": "1",
        "coordinators-INITIAL_FORMS": "0",
        "coordinators-0-user": str(person.pk),
        "members-TOTAL_FORMS": "0",
        "members-INITIAL_FORMS": "0",
    }
    response = logged_in(make_admin()).post(reverse("admin:alliances_alliance_add"), data)
    assert response.status_code == 302, response.context["errors"]
    alliance = Alliance.objects.get(slug="ai")
    assert (alliance.verified, alliance.coordinators.get().user) == (False, person)
