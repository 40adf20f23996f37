"""The table of decisions that an administrator may take. Pages, buttons and bulk actions read it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import User
from ydeu.marketplace import listings, moderation
from ydeu.marketplace.enums import ListingRejectionReason
from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import TRANSITIONS, State
from ydeu.transitions import allows

Run = Callable[[Listing, User, dict[str, Any]], None]


class NoQuestion(forms.Form):
    """The form of a decision without questions. It has no fields."""


class ChangesForm(forms.Form):
    note = forms.CharField(
        label=_("What should be changed"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        help_text=_("The poster reads this in an e-mail and in the site."),
    )


class RejectionForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", "---------"), *ListingRejectionReason.choices], initial=""
    )
    note = forms.CharField(
        label=_("Explanation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("The poster reads this in an e-mail and in the site. “Other” needs one."),
    )


@dataclass(frozen=True)
class Decision:
    """One decision. If ``at_once``, a button takes it directly. Otherwise a page asks first."""

    name: str
    label: Promise
    in_bulk: Promise
    done: Promise
    run: Run
    open_to: Callable[[Listing], bool]
    form: type[forms.Form] = NoQuestion
    at_once: bool = False
    harsh: bool = False
    warning: Promise | str = field(default="")

    @property
    def asks(self) -> bool:
        return not self.at_once


def _at(*states: State) -> Callable[[Listing], bool]:
    return lambda listing: listing.state in states


def _reaching(state: State) -> Callable[[Listing], bool]:
    return lambda listing: allows(TRANSITIONS, listing.state, state)


DECISIONS = (
    Decision(
        "publish",
        _("Publish"),
        _("Publish the selected %(verbose_name_plural)s"),
        _("“%(listing)s” is published."),
        run=lambda listing, by, _said: listings.publish(listing, by=by),
        open_to=_at(State.SUBMITTED),
        at_once=True,
    ),
    Decision(
        "request_changes",
        _("Ask for changes"),
        _("Ask for changes to the selected %(verbose_name_plural)s"),
        _("The poster of “%(listing)s” is asked for changes."),
        run=lambda listing, by, said: listings.request_changes(listing, by=by, note=said["note"]),
        open_to=_reaching(State.CHANGES_REQUESTED),
        form=ChangesForm,
    ),
    Decision(
        "reject",
        _("Reject"),
        _("Reject the selected %(verbose_name_plural)s"),
        _("“%(listing)s” is rejected."),
        run=lambda listing, by, said: listings.reject(listing, by=by, **said),
        open_to=_reaching(State.REJECTED),
        form=RejectionForm,
        harsh=True,
        warning=_("A rejected listing cannot be handed in again."),
    ),
    Decision(
        "accept_edit",
        _("Accept the edit"),
        _("Accept the edits of the selected %(verbose_name_plural)s"),
        _("The edit of “%(listing)s” is accepted."),
        run=lambda listing, _by, _said: moderation.accept_edit(listing),
        open_to=lambda listing: (
            listing.state in (State.PUBLISHED, State.PAUSED) and listing.moderated_revision < listing.revision
        ),
        at_once=True,
    ),
    Decision(
        "resume",
        _("Show again"),
        _("Show the selected %(verbose_name_plural)s again"),
        _("“%(listing)s” is published again."),
        run=lambda listing, by, _said: listings.resume(listing, by=by),
        open_to=_at(State.PAUSED),
        at_once=True,
    ),
    Decision(
        "pause",
        _("Pause"),
        _("Pause the selected %(verbose_name_plural)s"),
        _("“%(listing)s” is paused."),
        run=lambda listing, by, _said: listings.pause(listing, by=by),
        open_to=_reaching(State.PAUSED),
        warning=_("Readers no longer see it and it is not matched until it is shown again."),
    ),
    Decision(
        "withdraw",
        _("Withdraw"),
        _("Withdraw the selected %(verbose_name_plural)s"),
        _("“%(listing)s” is withdrawn."),
        run=lambda listing, by, _said: listings.withdraw(listing, by=by),
        open_to=_at(State.PUBLISHED),
        harsh=True,
        warning=_("A withdrawn listing cannot be published again."),
    ),
    Decision(
        "archive",
        _("Archive"),
        _("Archive the selected %(verbose_name_plural)s"),
        _("“%(listing)s” is archived."),
        run=lambda listing, by, _said: listings.archive(listing, by=by),
        open_to=_reaching(State.ARCHIVED),
        warning=_("An archived listing stays as a record and changes no more."),
    ),
)
BY_NAME = {decision.name: decision for decision in DECISIONS}


def open_to(listing: Listing) -> list[Decision]:
    """The decisions that are possible for the listing, in the order of the buttons."""
    return [decision for decision in DECISIONS if decision.open_to(listing)]
