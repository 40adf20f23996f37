"""The sample is complete and consistent, and can be loaded several times."""

import re
import stat
from collections import Counter
from io import StringIO
from itertools import chain
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from tests.factories import make_enterprise
from ydeu.accounts import credit_codes, industries, regions
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.completeness import is_odd_pair, missing_fields, objections
from ydeu.marketplace.models import Demand, ListingEvent, Offer, Requirement
from ydeu.marketplace.sample.people import kept_file
from ydeu.marketplace.sample.reading import listings_of, read
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ROOMS = ("account", "accounts", "notices", "alliances", "marketplace")


@pytest.fixture(autouse=True)
def folder_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def load() -> str:
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def rows() -> dict[str, int]:
    models = chain.from_iterable(apps.get_app_config(room).get_models() for room in ROOMS)
    return {model._meta.label: model._default_manager.count() for model in models}


def password_of(email: str) -> str:
    return next(line.split()[1] for line in kept_file().read_text().splitlines() if line.startswith(email))


def test_loads_every_listing_published_and_waiting_for_the_matcher() -> None:
    load()

    assert (Offer.objects.count(), Demand.objects.count()) == (108, 60)
    assert Offer.objects.awaiting_matching().count() == 108
    assert Demand.objects.awaiting_matching().count() == 60
    assert ListingEvent.objects.filter(to_state=State.PUBLISHED, revision=1).count() == 168
    assert set(Demand.objects.values_list("state", "revision", "moderated_revision")) == {("published", 1, 1)}
    assert Requirement.objects.count() == 298


def test_loads_nineteen_alliances_of_which_only_proven_ones_are_verified() -> None:
    load()

    assert Alliance.objects.filter(verified=True, is_sample=False).count() == 7
    assert Alliance.objects.filter(verified=False, is_sample=True).count() == 12
    for alliance in Alliance.objects.filter(is_sample=True):
        assert alliance.name_zh.endswith("（示例）")
        assert alliance.name_en.endswith("(sample)")


def test_a_second_time_adds_no_row_and_says_the_same_passwords() -> None:
    first, counted = load(), rows()

    second = load()

    assert rows() == counted
    assert second.splitlines()[0] == (
        "Sample data, new this time: 0 alliances, 0 enterprises, 0 offers, 0 demands"
    )
    assert second.splitlines()[1:] == first.splitlines()[1:]


def test_a_second_time_leaves_what_people_have_changed() -> None:
    load()
    Offer.objects.filter(external_id="demo-o-001").update(title="Ours now", state=State.PAUSED)

    load()

    assert Offer.objects.values_list("title", "state").get(external_id="demo-o-001") == ("Ours now", "paused")


def test_does_not_mix_with_the_data_of_a_real_site() -> None:
    make_enterprise()
    counted = rows()

    with pytest.raises(CommandError, match="enterprises of its own"):
        load()

    assert rows() == counted


@pytest.mark.parametrize("role", ["member", "partner", "coordinator", "admin"])
def test_everybody_can_log_in_with_the_printed_password(role: str, client: Client) -> None:
    email = f"{role}@example.com"
    printed = re.search(rf"{email}\s+(\S+)", load())

    assert printed is not None
    assert printed[1] == password_of(email)
    assert client.login(email=email, password=printed[1])
    assert EmailAddress.objects.filter(email=email, verified=True, primary=True).count() == 1


def test_the_people_have_the_roles_they_are_named_for() -> None:
    load()
    member, partner, coordinator, admin = (
        User.objects.get(email=f"{role}@example.com")
        for role in ("member", "partner", "coordinator", "admin")
    )

    assert admin.is_superuser
    assert admin.is_staff
    assert not member.is_staff
    assert Demand.objects.owned_by(member).exists()
    assert Offer.objects.owned_by(member).exists()
    assert Offer.objects.owned_by(partner).exists()
    assert not Enterprise.objects.of(member).filter(pk__in=Enterprise.objects.of(partner)).exists()
    assert Alliance.objects.coordinated_by(coordinator).count() == 3


def test_passwords_are_for_their_owner_only_and_made_again_when_the_file_is_gone() -> None:
    load()
    before = password_of("admin@example.com")
    assert stat.S_IMODE(kept_file().stat().st_mode) == 0o600
    kept_file().unlink()

    load()

    after = password_of("admin@example.com")
    assert after != before
    assert User.objects.get(email="admin@example.com").check_password(after)


@pytest.mark.parametrize("model", [Offer, Demand])
def test_every_listing_would_pass_the_rules_of_submission(model: type[Offer] | type[Demand]) -> None:
    load()

    for listing in model.objects.with_parties():
        listing.external_id = None  # checked as a typed listing, not as an imported one
        listing.full_clean(exclude=["external_id", "created_by"])
        assert missing_fields(listing) == []
        assert objections(listing) == {}
        assert listing.enterprise.is_verified


def test_every_requirement_is_one_that_the_form_accepts() -> None:
    load()

    for requirement in Requirement.objects.all():
        requirement.full_clean()


def test_stage_and_readiness_of_every_offer_agree() -> None:
    assert [
        said["external_id"] for said in listings_of(Offer) if is_odd_pair(said["stage"], said["trl"])
    ] == []


def test_every_enterprise_is_fictitious_and_well_formed() -> None:
    load()
    cities, divisions = dict(regions.city_choices()), dict(industries.choices())

    for enterprise in Enterprise.objects.all():
        enterprise.full_clean()
        assert "示例·" in enterprise.name or enterprise.name.startswith("Sample ")
        code = enterprise.credit_code or ""
        assert credit_codes.is_valid(code)
        assert "DEM" in code
        assert regions.province_of(enterprise.city) == enterprise.province
        assert enterprise.city in cities
        assert enterprise.industry in divisions
        assert enterprise.contact_email.endswith(".example.com")
        assert enterprise.contact_phone.startswith("000-")


def test_two_thirds_are_chinese_and_every_alliance_has_both_sides() -> None:
    languages = Counter(said["language"] for said in chain(listings_of(Offer), listings_of(Demand)))
    slugs = {said["slug"] for said in read("alliances")}

    assert languages == {"zh-hans": 116, "en": 52}
    assert {said["alliance"] for said in listings_of(Offer)} == slugs
    assert {said["alliance"] for said in listings_of(Demand)} == slugs


def test_no_two_texts_are_alike() -> None:
    for field in ("external_id", "title", "summary", "description"):
        texts = Counter(said[field] for said in chain(listings_of(Offer), listings_of(Demand)))
        assert texts.most_common(1)[0][1] == 1
