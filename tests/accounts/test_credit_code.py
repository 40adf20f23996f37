"""The unified social credit code: accepted spellings, and the error messages for wrong ones."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories import credit_code, make_enterprise, make_user
from ydeu.accounts import enterprises, identity
from ydeu.accounts.forms import EnterpriseForm
from ydeu.accounts.models import Enterprise
from ydeu.accounts.validators import normalise_credit_code, validate_credit_code
from ydeu.marketplace.contact_patterns import CONTACTS, find, plainly

VALID = "91110000600037341L"


@pytest.mark.parametrize(
    "typed",
    [
        VALID,
        VALID.lower(),
        " 9111 0000 6000 3734 1L ",
        "91110000-600037341L",
        "９１１１００００６０００３７３４１Ｌ",
        "9111\u30000000\u00a0600037341L\n",
    ],
)
def test_a_code_may_be_pasted_in_many_ways(typed: str) -> None:
    assert normalise_credit_code(typed) == VALID


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (VALID[:-1] + "M", "checksum"),
        ("91110000600037314L", "checksum"),
        (VALID[:-1], "format"),
        (VALID + "0", "format"),
        ("91110000I00037341L", "format"),
        ("９１１１００００６０００３７３４１贰", "format"),
    ],
)
def test_a_wrong_code_is_told_apart(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_credit_code(typed)
    assert refused.value.code == code


def checked(body: str) -> str:
    """The made-up code with its check character by GB 32100-2015: weights 3^(i-1) mod 31."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(each) * pow(3, place, 31) for place, each in enumerate(body))
    return body + alphabet[-total % 31]


MADE_UP = {
    "a village collective": checked("N2330106MF0000012"),
    "a town collective": checked("N3320581MF0000020"),
    "a group of a village": checked("N1340102MF000003X"),
    "of the military": checked("A1110000MA0000044"),
    "of another register": checked("Y1310000MA0000052"),
    "of an overseas organisation": checked("G1310000MA0000060"),
    "an enterprise": checked("91330106MA0000079"),
}


@pytest.mark.parametrize("code", MADE_UP.values(), ids=MADE_UP)
def test_every_register_of_the_standard_is_accepted(code: str) -> None:
    validate_credit_code(code)
    found = find(plainly(f"税号 {code}。"), f"税号 {code}。", CONTACTS)
    assert [(str(what), words) for what, words in found] == [("credit code", code)]
    for wrong in set("0123456789ABCDEFGHJKLMNPQRTUWXY") - {code[-1]}:
        with pytest.raises(ValidationError) as refused:
            validate_credit_code(code[:-1] + wrong)
        assert refused.value.code == "checksum"


@pytest.mark.parametrize("place", range(2, 8))
def test_the_division_code_has_digits_only(place: int) -> None:
    body = MADE_UP["a village collective"][:-1]
    with pytest.raises(ValidationError) as refused:
        validate_credit_code(checked(f"{body[:place]}A{body[place + 1 :]}"))
    assert refused.value.code == "format"


def form_data(**changes: str) -> dict[str, str]:
    data = {
        "name": "新元储能科技",
        "credit_code": credit_code(4711),
        "province": "32",
        "city": "3205",
        "size": "sme_49",
        "industry": "38",
        "contact_name": "Li Wei",
        "contact_email": "li@example.com",
    }
    return {**data, **changes}


@pytest.mark.django_db
def test_the_form_stores_the_code_without_spaces_and_in_capitals() -> None:
    code = credit_code(4711)
    form = EnterpriseForm(form_data(credit_code=f" {code[:4].lower()} {code[4:].lower()} "))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["credit_code"] == code


@pytest.mark.django_db
def test_a_registered_code_says_whom_to_ask_and_nothing_else() -> None:
    other = make_enterprise()
    form = EnterpriseForm(form_data(credit_code=f"{other.credit_code}".lower()))
    assert not form.is_valid()
    assert form.errors == {
        "credit_code": [
            "This enterprise is already registered. Please ask its owner to invite you, or write to us."
        ]
    }
    assert other.name not in str(form.errors)


@pytest.mark.django_db
def test_two_who_type_the_same_code_at_once() -> None:
    """Both forms were valid, but the second save finds the row of the first."""
    forms = [EnterpriseForm(form_data()), EnterpriseForm(form_data())]
    assert all(form.is_valid() for form in forms)
    enterprises.register(forms[0].save(commit=False), by=make_user())
    with pytest.raises(identity.AlreadyRegistered):
        enterprises.register(forms[1].save(commit=False), by=make_user())
    assert Enterprise.objects.count() == 1


@pytest.mark.django_db
def test_a_city_lies_in_its_province() -> None:
    form = EnterpriseForm(form_data(province="33", city="3205"))
    assert not form.is_valid()
    assert list(form.errors) == ["city"]


def test_cities_stand_under_their_provinces() -> None:
    choices = EnterpriseForm().fields["city"].choices  # type: ignore[attr-defined]  # a ChoiceField
    assert [len(cities) for _name, cities in list(choices)[1:]] == [1, 13, 11, 16]
