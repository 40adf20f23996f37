"""Each field is on the pages that the table of fields names, for the readers that it names."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.formats import date_format

from tests.factories import make_admin, make_member
from tests.marketplace.field_values import blank, cases, column_of, full, value_for, words_of
from tests.marketplace.posts import rows_post
from ydeu.accounts.models import User
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.field_properties import ListingField, Need, Readers
from ydeu.marketplace.forms import DemandForm, ListingForm, OfferForm
from ydeu.marketplace.forms.layout import OTHER_INPUTS
from ydeu.marketplace.listing_fields import REQUIREMENT_FIELDS, fields_of
from ydeu.marketplace.models import Requirement
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]

FORMS: dict[ListingKind, type[ListingForm]] = {ListingKind.OFFER: OfferForm, ListingKind.DEMAND: DemandForm}
PUBLISHED: dict[str, Any] = {"state": State.PUBLISHED, "revision": 1, "moderated_revision": 1}


def fields_on(pages: list[str], listing: Any) -> set[str]:
    """The fields whose words the first page has more often than the second, the page of an empty listing."""
    page, page_of_nothing = pages
    return {
        field.name
        for field in fields_of(listing.kind)
        if all(page.count(words) > page_of_nothing.count(words) for words in words_of(listing, field))
    }


def read_by(kind: ListingKind, *readers: Readers) -> set[str]:
    return {field.name for field in fields_of(kind) if field.readers in readers}


def page_at(client: Client, address: str, user: User) -> str:
    client.force_login(user)
    client.cookies.load({"django_language": "en"})
    return client.get(address).content.decode()


@pytest.mark.parametrize("kind", ListingKind)
class TestThePageOfAListing:
    def test_a_stranger_reads_what_everyone_may(self, client: Client, kind: ListingKind) -> None:
        listing, nothing = full(kind, **PUBLISHED), blank(kind, **PUBLISHED)
        stranger = make_member()
        pages = [page_at(client, each.get_absolute_url(), stranger) for each in (listing, nothing)]

        assert fields_on(pages, listing) == read_by(
            kind, Readers.EVERYONE, Readers.UNLESS_ANONYMOUS, Readers.IF_ENOUGH_FIT
        )

    def test_of_an_anonymous_one_not_whose_it_is(self, client: Client, kind: ListingKind) -> None:
        listing, nothing = full(kind, **PUBLISHED, visibility="anonymous"), blank(kind, **PUBLISHED)
        stranger = make_member()
        pages = [page_at(client, each.get_absolute_url(), stranger) for each in (listing, nothing)]

        assert fields_on(pages, listing) == read_by(kind, Readers.EVERYONE)

    def test_its_owner_reads_everything(self, client: Client, kind: ListingKind) -> None:
        listing, nothing = full(kind, **PUBLISHED), blank(kind, **PUBLISHED)
        pages = [
            page_at(client, each.get_absolute_url(), make_member(each.enterprise))
            for each in (listing, nothing)
        ]

        assert fields_on(pages, listing) == {field.name for field in fields_of(kind)}


@pytest.mark.parametrize("kind", ListingKind)
class TestTheForm:
    def test_it_asks_for_every_field(self, client: Client, kind: ListingKind) -> None:
        """A member of a single enterprise is not asked for the enterprise."""
        listing = full(kind)
        page = page_at(client, f"{listing.get_absolute_url()}edit/", make_member(listing.enterprise))

        inputs = {
            field.name: [name for row in OTHER_INPUTS.get(field.name, [[field.name]]) for name in row]
            for field in fields_of(kind)
        }
        inputs["requirements"] = ["requirements-0-name"] if kind == ListingKind.DEMAND else []
        lacking = {name for name, wanted in inputs.items() for each in wanted if f'name="{each}"' not in page}
        assert lacking == {"enterprise"}

    def test_a_star_marks_what_a_submission_needs(self, kind: ListingKind) -> None:
        form = FORMS[kind](user=make_member())

        needs = {field.name: field.need for field in fields_of(kind)}
        inputs: dict[str, Any] = form.fields
        for name, field in inputs.items():
            assert field.required_to_submit == (needs.get(name) is Need.REQUIRED), name
            assert not field.required


@pytest.mark.parametrize(("kind", "field"), [each for each in cases() if "enterprise" not in str(each.id)])
def test_an_edit_is_kept_and_is_read_again_if_the_table_says_so(
    client: Client, kind: ListingKind, field: ListingField
) -> None:
    listing = full(kind, **PUBLISHED)
    user = make_member(listing.enterprise)
    client.force_login(user)
    changed = value_for(column_of(kind, field), other=True)

    client.post(f"{listing.get_absolute_url()}edit/", posted(listing, user, **{field.name: changed}))

    listing.refresh_from_db()
    assert (getattr(listing, field.name), listing.revision) == (changed, 1 + field.is_moderated)
    assert listing.moderated_revision == 1


def posted(listing: Any, user: User, **changes: Any) -> dict[str, Any]:
    """The POST data of a browser for the form of a listing, with ``changes``."""
    for name, value in changes.items():
        setattr(listing, name, value)
    form = FORMS[listing.kind](instance=listing, user=user)
    said = {name: form[name].value() for name in form.fields if name not in ("files", "remove")}
    typed = {name: typed_in(form, name, value) for name, value in said.items()}
    rows = [as_typed(row) for row in listing.requirements.all()] if listing.kind == ListingKind.DEMAND else []
    kept = {name: value for name, value in typed.items() if value not in (None, False)}
    return {**kept, **rows_post(rows, stored=len(rows)), "action": "submit", "seen": form.token}


def as_typed(row: Requirement) -> dict[str, str]:
    return {"id": str(row.pk), **{field.name: getattr(row, field.name) for field in REQUIREMENT_FIELDS}}


def typed_in(form: ListingForm, name: str, value: Any) -> Any:
    prepared = form.fields[name].prepare_value(value)
    return prepared if isinstance(prepared, list | bool) or prepared is None else str(prepared)


@pytest.mark.parametrize("kind", ListingKind)
class TestTheAdmin:
    def test_an_administrator_sees_every_field(self, client: Client, kind: ListingKind) -> None:
        ended = {**PUBLISHED, "state": State.FULFILLED}
        listing, nothing = full(kind, **ended), blank(kind, **ended)
        admin = make_admin(language="en")
        pages = [page_at(client, admin_url(each), admin) for each in (listing, nothing)]
        pages[0] += " ".join(said_otherwise(listing, pages[0]))

        assert fields_on(pages, listing) == {field.name for field in fields_of(kind)}

    def test_and_may_put_right_what_the_table_says(self, client: Client, kind: ListingKind) -> None:
        listing = full(kind, state=State.SUBMITTED)
        client.force_login(make_admin())

        form = client.get(admin_url(listing)).context["adminform"].form

        assert set(form.fields) == {field.name for field in fields_of(kind) if field.is_correctable}


def said_otherwise(listing: Any, page: str) -> Iterator[str]:
    """The words of the dates and booleans that the admin shows in its own format."""
    for field in fields_of(listing.kind):
        value = None if field.limit.is_relation else getattr(listing, field.name)
        own_form = 'alt="True"' if value is True else date_format(value) if isinstance(value, date) else None
        if own_form and own_form in page:
            yield from words_of(listing, field)


def admin_url(listing: Any) -> str:
    return f"/admin/marketplace/{listing.kind}/{listing.pk}/change/"
