"""Stores a posted form of a listing as far as its state allows, and collects its errors.

A draft is stored with all its errors, so that no typed text and no file is lost. A published or paused
listing is changed only by a form without errors.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ydeu.accounts.models import User
from ydeu.lists import listed
from ydeu.marketplace import attachments, listings
from ydeu.marketplace.enums import ListingKind, Operator, Priority
from ydeu.marketplace.forms import DemandForm, ListingForm, OfferForm, RequirementRows
from ydeu.marketplace.forms.demand import BLANK_ROWS, MAX_ROWS
from ydeu.marketplace.leaks import Leak, leaks_of, spoken_in
from ydeu.marketplace.listing_fields import moderated_names
from ydeu.marketplace.models import Listing
from ydeu.marketplace.similarity import Duplicate
from ydeu.marketplace.states import State

FORMS: dict[ListingKind, type[ListingForm]] = {ListingKind.OFFER: OfferForm, ListingKind.DEMAND: DemandForm}
Files = MultiValueDict[str, Any]
LIVE = frozenset({State.PUBLISHED, State.PAUSED})
DRAFT, SUBMIT, MORE = "draft", "submit", "more"


class ListingEditor:
    """A posted form of a listing with its requirement rows."""

    def __init__(self, listing: Listing, *, user: User, data: QueryDict, files: Files) -> None:
        self.listing, self.user = listing, user
        self.action = data.get("action", DRAFT)
        self.is_live = listing.state in LIVE
        self.data = _with_more_rows(data) if self.action == MORE else data
        is_submission = self.action == SUBMIT or (self.is_live and self.action != MORE)
        self.form = FORMS[listing.kind](
            self.data, files, instance=listing, user=user, is_submission=is_submission
        )
        self.rows = (
            RequirementRows(self.data, instance=listing) if listing.kind == ListingKind.DEMAND else None
        )

    @cached_property
    def is_faultless(self) -> bool:
        """True if the form has no errors for the chosen action."""
        rows_are_valid = self.rows is None or self.rows.is_valid()
        if self.rows is not None and rows_are_valid and self.form.is_submission:
            for fault in self.rows.incomplete_rows():
                self.form.add_error(None, fault)
        return self.form.is_valid() and rows_are_valid

    @property
    def can_be_kept(self) -> bool:
        is_valid = self.form.is_valid()
        if self.is_live:
            return is_valid and self.action != MORE and self.is_faultless
        return self.listing.enterprise_id is not None

    @cached_property
    def leaks(self) -> list[Leak]:
        """The leaks in the typed texts. The form has to be validated before."""
        return leaks_of(self.listing, requirements=self._typed_rows())

    @property
    def knows_leaks(self) -> bool:
        """True if the user had seen the warning of all of them when they sent the form."""
        return {leak.key for leak in self.leaks}.issubset(self.data.getlist("leaks"))

    @property
    def must_warn(self) -> bool:
        """True if the change is visible at once and the user has not seen the warning of its leaks."""
        return self.is_live and not self.knows_leaks

    def knows(self, duplicates: Iterable[Duplicate]) -> bool:
        """True if the user had seen the warning of all of them when they sent the form."""
        told = self.data.get("duplicates", "").split()
        return {str(duplicate.listing.pk) for duplicate in duplicates}.issubset(told)

    def keep(self) -> None:
        """Store every field, row and file that can be stored. Raises LostRace if somebody else was faster."""
        is_new = self.listing.pk is None
        seen = None if is_new else self.form.seen_at
        with transaction.atomic():
            listings.save_draft(self.listing, by=self.user, fields=self.form.stored_fields, seen=seen)
            has_new_rows = self._keep_rows()
            self._keep_files()
            has_news = has_new_rows and "requirements" in moderated_names(self.listing.kind)
            if has_news or self.form.changes_what_is_read:
                listings.revise(self.listing, by=self.user)

    def ask_for_files_again(self) -> None:
        """Add an error that names the files to choose again, because a page cannot fill in a file input."""
        if self.form.fitting_files:
            names = listed(upload.name for upload in self.form.fitting_files)
            self.form.add_error("files", _("Please choose the files again: %(names)s.") % {"names": names})

    def reopened(self) -> tuple[ListingForm, RequirementRows | None]:
        """The form to show again, with the typed values, the errors and the stored files."""
        data = self.data.copy()
        data.pop("remove", None)
        form = FORMS[self.listing.kind](
            data, instance=self.listing, user=self.user, is_submission=self.form.is_submission
        )
        form.take_over_errors(self.form)
        rows = self.rows
        if rows is not None and rows.is_valid():
            rows = RequirementRows(instance=self.listing)
        return form, rows

    def _typed_rows(self) -> list[str] | None:
        if self.rows is None or not self.rows.is_valid():
            return None
        said = [form.cleaned_data for form in self.rows.forms if not form.cleaned_data.get("DELETE")]
        return [spoken_in(row) for row in said]

    def _keep_rows(self) -> bool:
        if self.rows is None or not self.rows.is_valid():
            return False
        self.rows.save()
        return bool(self.rows.has_changed())

    def _keep_files(self) -> None:
        for attachment in self.form.cleaned_data.get("remove") or ():
            attachments.detach(attachment)
        for upload in self.form.fitting_files:
            attachments.attach(self.listing, upload, by=self.user)


def _with_more_rows(data: QueryDict) -> QueryDict:
    """The POST data with additional blank rows."""
    more = data.copy()
    present = data.get("requirements-TOTAL_FORMS", "")
    if not present.isdecimal() or int(present) >= MAX_ROWS:
        return more
    for number in range(int(present), int(present) + BLANK_ROWS):
        more[f"requirements-{number}-operator"] = Operator.GE
        more[f"requirements-{number}-priority"] = Priority.MUST
    more["requirements-TOTAL_FORMS"] = str(int(present) + BLANK_ROWS)
    return more
