"""What a decision or an answer is made of. The rules are in review.py and introductions.py."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from matching.enums import DeclineReason, RejectionReason
from ydeu.accounts.models import User
from ydeu.marketplace.enums import CooperationMode

LONGEST_NOTE = 1000


def note_field(**options: Any) -> forms.CharField:
    usual = {"label": _("Note"), "max_length": LONGEST_NOTE, "widget": forms.Textarea(attrs={"rows": 2})}
    return forms.CharField(**{"required": False, **usual, **options})


class RejectForm(forms.Form):
    """Radio buttons rather than a menu: all reasons at a glance, and Enter hands them in."""

    reason = forms.ChoiceField(label=_("Reason"), choices=RejectionReason, widget=forms.RadioSelect)
    note = note_field(help_text=_("Needed with “other”. Only coordinators read it."))
    poster_note = note_field(
        label=_("Note for the posters"),
        max_length=500,
        help_text=_("Both sides read it with the reason and an advice. Name nobody; say what to change."),
    )


class BulkRejectForm(RejectForm):
    """Many pairs for one reason: the ticked ones, or all that the filters find."""

    everything = forms.BooleanField(label=_("All that these filters find, at most 500"), required=False)


class DisagreeForm(forms.Form):
    """The second opinion, where it differs from the first."""

    reason = forms.ChoiceField(label=_("Reason"), choices=RejectionReason, widget=forms.RadioSelect)
    note = note_field(help_text=_("Needed with “other”. Only coordinators read it."))


class AssignForm(forms.Form):
    """Who takes care of the pair; nobody gives it back."""

    to = forms.ModelChoiceField(
        label=_("Coordinator"), queryset=User.objects.none(), required=False, empty_label=_("nobody")
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people


class SavedFilterForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40)
    is_default = forms.BooleanField(label=_("Open the queue with it"), required=False)


class InterestForm(forms.Form):
    """What an enterprise wants with a listing that it has found."""

    own = forms.ModelChoiceField(
        label=_("Your listing"),
        queryset=None,
        help_text=_("An introduction brings an offer and a demand together: this is what you bring."),
    )
    mode = forms.ChoiceField(label=_("Cooperation you seek"), choices=CooperationMode)
    question = note_field(
        label=_("What is unclear"),
        help_text=_("What you have to know before you meet. The coordinators read it."),
    )
    about = note_field(
        label=_("Who you are"), required=True, help_text=_("In a few sentences. The coordinators read it.")
    )

    def __init__(self, *args: Any, partners: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own"].queryset = partners


class DeferForm(forms.Form):
    """Short fields only, so that Enter hands it in."""

    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On this day it comes back; without one in 30 days."),
    )
    note = note_field(help_text=_("What you wait for. Only coordinators read it."), widget=forms.TextInput())


class AcceptForm(forms.Form):
    note = note_field(help_text=_("The other side reads this as soon as both have accepted."))


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=DeclineReason,
        widget=forms.RadioSelect,
        help_text=_("The other side is told the reason: it helps them to find a better match."),
    )
    note = note_field(help_text=_("Needed with “other”. Only the coordinators read it."))
