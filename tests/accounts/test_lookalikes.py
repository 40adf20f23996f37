"""The administrator who compares a name with a licence is warned of names that only look like it."""

import pytest
from django.urls import reverse

from tests.accounts.test_views import logged_in
from tests.factories import make_admin, make_enterprise, make_member
from ydeu.accounts import enterprises
from ydeu.accounts.folding import fold_name
from ydeu.accounts.lookalikes import look_of, lookalikes_of, unusual_letters
from ydeu.accounts.models import Enterprise

ALIKE = [
    ("ABB（中国）有限公司", "АВВ（中国）有限公司"),
    ("ABB（中国）有限公司", "ΑΒΒ（中国）有限公司"),
    ("上海BOE光电有限公司", "上海B0E光电有限公司"),
    ("Allied Steel Ltd", "AIIied SteeI Ltd"),
    ("NIO Power", "ΝΙΟ Роwеr"),
    ("中冶建材有限公司", "中治建材有限公司"),
    ("Müller", "Muller"),
    ("上海恒远有限公司", "上海恒远★有限公司"),
    ("上海恒远有限公司", "上海恒远~有限公司"),
]
APART = [("上海恒远有限公司", "上海恒原有限公司"), ("ABB", "ABC"), ("第一厂", "第二厂"), ("C&A", "CB")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_looks_alike(one: str, other: str) -> None:
    assert look_of(one) == look_of(other)
    assert fold_name(one) != fold_name(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_does_not(one: str, other: str) -> None:
    assert look_of(one) != look_of(other)


def test_letters_of_other_alphabets_are_named() -> None:
    assert unusual_letters("АBC有限公司２①Ⅳ々〇カ") == ["А (CYRILLIC CAPITAL LETTER A)"]
    assert unusual_letters("上海恒远 (Group) Co., Ltd. É") == []


@pytest.mark.django_db
def test_only_verified_enterprises_of_another_name_are_shown() -> None:
    bearer = make_enterprise(name="ABB（中国）有限公司")
    make_enterprise(name="АВВ（中国）有限公司", verified=False)
    make_enterprise(name="АBB 中国 有限公司")
    wanted = Enterprise(name="abb 中国 有限公司")
    assert [each.name for each in lookalikes_of(wanted)] == ["АBB 中国 有限公司"]
    assert bearer not in lookalikes_of(bearer)


@pytest.mark.django_db
def test_the_pages_of_the_admin_warn() -> None:
    make_enterprise(name="ABB（中国）有限公司")
    owner = make_member(make_enterprise(name="Before"))
    enterprise = owner.memberships.get().enterprise
    enterprise.name = "АВВ（中国）有限公司"
    asked = enterprises.revise(enterprise, changed=["name"], by=owner)
    assert asked
    second = make_enterprise(name="AВB（中国）有限公司", verified=False)
    admin = logged_in(make_admin())
    for name, pk in (("identityrequest", asked.pk), ("enterprise", second.pk)):
        page = admin.get(
            reverse(f"admin:accounts_{name}_change", args=[pk]), headers={"accept-language": "en"}
        ).text
        assert "looks like that of another verified enterprise" in page
        assert "ABB（中国）有限公司" in page
        assert "CYRILLIC CAPITAL LETTER VE" in page
    quiet = admin.get(reverse("admin:accounts_enterprise_change", args=[enterprise.pk])).text
    assert "errornote" not in quiet
