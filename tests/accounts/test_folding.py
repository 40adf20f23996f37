"""The spellings of one organisation are one name."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from tests.accounts.test_credit_code import form_data
from tests.accounts.test_views import logged_in
from tests.factories import make_admin, make_enterprise, make_member, make_user
from ydeu.accounts import enterprises, identity, verification
from ydeu.accounts.enums import EventKind
from ydeu.accounts.folding import fold_name
from ydeu.accounts.history import record
from ydeu.accounts.models import Enterprise

ONE_ORGANISATION = [
    [
        "杭州某某环保科技（集团）有限公司",
        "杭州某某环保科技(集团)有限公司",
        "杭州某某环保科技 （集团） 有限公司",
        "杭州某某环保科技集团有限公司",
        "杭州某某环保科技\u3000[集团]有限公司\u200b",
        "杭州某某环保科技〔集团〕有限公司",
    ],
    [
        "Hua Rui Materials Co., Ltd.",
        "HUA RUI MATERIALS CO LTD",
        "Ｈｕａ Ｒｕｉ Materials Co.,Ltd",
        "Hua-Rui Materials Co. Ltd",
    ],
    ["上海「华锐」新材料有限公司", "上海“华锐”新材料有限公司", "上海华锐新材料有限公司"],
    ["长三角新能源车有限公司", "⻓三⻆新能源⻋有限公司"],
    [
        "恒远有限公司",
        *(f"恒远{filler}有限公司" for filler in "\u3164\u115f\u2800\uffa0\ue000\U000f0000\u20dd\u034f"),
    ],
    ["Straße & Söhne", "STRASSE & SÖHNE", "strasse&söhne"],
]
TWO_ORGANISATIONS = [
    ("浙江省某某有限公司", "浙江某某有限公司"),
    ("杭州市某某有限公司", "杭州某某有限公司"),
    ("杭州某某（集团）有限公司", "杭州某某有限公司"),
    ("某某一厂", "某某二厂"),
]


@pytest.mark.parametrize("spellings", ONE_ORGANISATION)
def test_spellings_fold_into_one(spellings: list[str]) -> None:
    assert len({fold_name(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), TWO_ORGANISATIONS)
def test_different_organisations_stay_apart(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@pytest.mark.parametrize("name", ["()", "（）·", "A" * 200, "\ufdfa" * 200])
def test_a_folded_name_is_never_empty_and_fits_its_column(name: str) -> None:
    assert 0 < len(fold_name(name)) <= 250


@pytest.mark.django_db
def test_every_way_to_save_a_name_folds_it() -> None:
    first, second = ONE_ORGANISATION[0][:2]
    made = make_enterprise(name=first)
    [bulk] = Enterprise.objects.bulk_create([Enterprise(name=first)])
    saved = make_enterprise(name="before")
    saved.name = second
    saved.save(update_fields=["name"])
    updated = make_enterprise(name="before")
    Enterprise.objects.filter(pk=updated.pk).update(name=second)
    assert set(Enterprise.objects.named([second])) == {made, bulk, saved, updated}


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ONE_ORGANISATION[0])
def test_who_signs_up_a_verified_name_again_reads_whom_to_ask(spelling: str) -> None:
    make_enterprise(name=ONE_ORGANISATION[0][0], credit_code="91110000600037341L")
    page = logged_in(make_user()).post(reverse("accounts:enterprise_create"), form_data(name=spelling))
    assert page.status_code == 200
    assert "This enterprise is already registered" in page.text
    assert spelling.strip("\u200b") in page.text  # what was typed stays
    assert "91110000600037341L" not in page.text
    assert Enterprise.objects.count() == 1


@pytest.mark.django_db
def test_nobody_keeps_a_name_from_its_bearer() -> None:
    """Anybody can sign up under any name, so only a verified namesake counts."""
    first, second, third = ONE_ORGANISATION[0][:3]
    squatter = enterprises.register(Enterprise(name=first, credit_code="91110000600037341L"), by=make_user())
    bearer = make_enterprise(name="before", verified=False)
    bearer.name = second
    enterprises.revise(bearer, changed=["name"], by=make_member(bearer))
    verification.verify(bearer, by=make_admin())
    with pytest.raises(verification.NamesakeVerified):
        verification.verify(squatter, by=make_admin())
    other = make_enterprise()
    other.name = third
    with pytest.raises(identity.AlreadyRegistered):
        enterprises.revise(other, changed=["name"], by=make_member(other))


@pytest.mark.django_db
def test_the_admin_names_the_namesakes() -> None:
    first, second = (make_enterprise(name=name, verified=False) for name in ONE_ORGANISATION[0][:2])
    page = logged_in(make_admin()).get(reverse("admin:accounts_enterprise_change", args=[first.pk])).text
    assert reverse("admin:accounts_enterprise_change", args=[second.pk]) in page


@pytest.mark.django_db
def test_the_migration_folds_what_is_there_and_marks_who_lost_their_verification() -> None:
    lost, kept, new = make_enterprise(), make_enterprise(), make_enterprise(verified=False)
    for enterprise in (lost, kept):
        record(enterprise, EventKind.VERIFIED, by=None)
    Enterprise.objects.filter(pk=lost.pk).update(verified_at=None)
    Enterprise.objects.update(folded_name="")
    migration = import_module("ydeu.accounts.migrations.0003_fold_names")
    migration.fold_names(apps, None)
    migration.mark_revoked(apps, None)
    stored = {each.pk: each for each in Enterprise.objects.all()}
    assert [stored[each.pk].folded_name for each in (lost, kept, new)] == [
        fold_name(each.name) for each in (lost, kept, new)
    ]
    assert [stored[each.pk].is_revoked for each in (lost, kept, new)] == [True, False, False]
