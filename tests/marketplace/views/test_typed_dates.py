"""A date typed into the form is read as one in a file: not every browser has a calendar."""

from datetime import date

import pytest

from tests.factories import make_enterprise, make_member
from ydeu.marketplace.forms import DemandForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize(
    "said", ["2099-03-31", "2099年3月31日", "2099/3/31", "20990331", "2099年3月", "２０９９．３．３１"]
)
def test_a_date_in_the_form_is_read_as_in_a_file(said: str) -> None:
    form = DemandForm({"needed_by": said, "title": "Film"}, user=make_member(make_enterprise()))
    form.is_valid()
    assert form.cleaned_data["needed_by"] == date(2099, 3, 31)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("soon", "“soon” is not a date like 2026-12-31."),
        ("3/1/2099", "“3/1/2099” could mean two days. Please write it like 2026-12-31."),
        ("2099-02-30", "“2099-02-30” is not in the calendar."),
    ],
)
def test_what_is_no_date_is_told_and_kept(said: str, message: str) -> None:
    form = DemandForm({"needed_by": said, "title": "Film"}, user=make_member(make_enterprise()))
    assert form.errors["needed_by"] == [message]
    assert f'value="{said}"' in str(form["needed_by"])
