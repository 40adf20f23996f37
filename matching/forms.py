"""The fields of decisions, answers and actions. The rules are in the use cases."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from matching.enums import Assignee, Audience, CloseReason, DeclineReason, FollowUpAnswer, RejectionReason
from matching.models import GlossaryProposal
from matching.models.introduction_contract import AMOUNT_BANDS
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import CooperationMode
from ydeu.marketplace.forms.fields import DateInput, FilesField, TextArea

LONGEST_NOTE = 1000
LONGEST_MESSAGE = 4000


def note_field(**options: Any) -> forms.CharField:
    usual = {"label": _("Note"), "max_length": LONGEST_NOTE, "widget": forms.Textarea(attrs={"rows": 2})}
    return forms.CharField(**{"required": False, **usual, **options})


class RejectForm(forms.Form):
    """Radio buttons rather than a menu: all reasons are visible at once, and Enter submits the form."""

    reason = forms.ChoiceField(label=_("Reason"), choices=RejectionReason, widget=forms.RadioSelect)
    note = note_field(help_text=_("Only coordinators read it."))
    poster_note = note_field(
        label=_("Note for the posters"),
        max_length=500,
        help_text=_(
            "Needed with “other”. Both sides read it with the reason and an advice. "
            "Name nobody; say what to change."
        ),
    )


class BulkRejectForm(RejectForm):
    """Reject many pairs for one reason: the ticked ones, or all that the filters find."""

    everything = forms.BooleanField(label=_("All that these filters find, at most 500"), required=False)


class DisagreeForm(forms.Form):
    """A second opinion that differs from the first."""

    reason = forms.ChoiceField(label=_("Reason"), choices=RejectionReason, widget=forms.RadioSelect)
    note = note_field(help_text=_("Needed with “other”. Only coordinators read it."))


class AssignForm(forms.Form):
    """Who takes care of the pair. An empty choice gives it back."""

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
    """The interest of an enterprise in a listing of another."""

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


class SeenForm(forms.Form):
    """The revisions of the texts on the page of the pair (``Suggestion.revisions``)."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class DeferForm(forms.Form):
    """Only single-line fields, so that Enter submits the form."""

    note = note_field(help_text=_("What you wait for. Only coordinators read it."), widget=forms.TextInput())
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On this day it comes back; without one in 30 days."),
    )


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


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=CloseReason,
        widget=forms.RadioSelect,
        help_text=_("Both sides are told the reason."),
    )
    note = note_field(help_text=_("Needed with “other”. Only the coordinators read it."))


class ContractForm(forms.Form):
    mode = forms.ChoiceField(label=_("Cooperation mode"), choices=[("", "—"), *CooperationMode.choices])
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput, initial=timezone.localdate)
    amount_band = forms.ChoiceField(label=_("Amount"), choices=[("", "—"), *AMOUNT_BANDS])
    registration_number = forms.CharField(
        label=_("Number in the technology contract register"), max_length=40, required=False
    )


class SignedOnForm(forms.Form):
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput, initial=timezone.localdate)


class StepForm(forms.Form):
    text = forms.CharField(label=_("What is to be done"), max_length=300)
    assignee = forms.ChoiceField(label=_("Who does it"), choices=Assignee, widget=forms.RadioSelect)
    due_on = forms.DateField(
        label=_("By when"), widget=DateInput, help_text=_("They get a reminder on that day.")
    )


class MeetingForm(forms.Form):
    starts_at = forms.DateTimeField(
        label=_("Begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Beijing time."),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=24 * 60, initial=60)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link of the call"), required=False, help_text=_("A place or a link is needed.")
    )
    agenda = forms.CharField(
        label=_("What it is about"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=TextArea(attrs={"rows": 3}),
    )


class StoryForm(forms.Form):
    may_be_told = forms.TypedChoiceField(
        label=_("May the union tell of this contract as a success?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        help_text=_("It is told only if both sides agree. You can change your answer at any time."),
    )


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), max_length=LONGEST_MESSAGE, widget=TextArea(attrs={"rows": 3}))
    audience = forms.ChoiceField(
        label=_("Who reads it"), choices=Audience, initial=Audience.COORDINATORS, widget=forms.RadioSelect
    )


class MessageForm(forms.Form):
    text = forms.CharField(label=_("Message"), max_length=LONGEST_MESSAGE, widget=TextArea(attrs={"rows": 4}))
    uploads = FilesField(label=_("Files"), help_text=_("PDF, PNG or JPEG, up to five, at most 10 MB each."))


class FollowUpForm(forms.Form):
    """The answers are the submit buttons."""

    answer = forms.ChoiceField(choices=FollowUpAnswer, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("In a few words"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=TextArea(attrs={"rows": 3}),
        help_text=_("What came of it; if it has ended, why."),
    )


class ProposalForm(forms.ModelForm):
    """A pair of terms for the glossary. The rules of the fields are those of an entry."""

    class Meta:
        model = GlossaryProposal
        fields = ("zh", "en")


class QualityForm(forms.Form):
    """The filters of the page of figures."""

    alliance = forms.ModelChoiceField(
        label=_("Alliance"), queryset=Alliance.objects.none(), required=False, empty_label=_("All of mine")
    )
    month = forms.TypedChoiceField(
        label=_("Month"), required=False, coerce=date.fromisoformat, empty_value=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alliance"].queryset = Alliance.objects.coordinated_by(user)
        self.fields["month"].choices = [("", _("all")), *_latest_months()]


def _latest_months() -> list[tuple[str, str]]:
    """The last twelve months, the present one first."""
    today = timezone.localdate()
    numbers = [today.year * 12 + today.month - 1 - back for back in range(12)]
    firsts = [date(number // 12, number % 12 + 1, 1) for number in numbers]
    return [(first.isoformat(), date_format(first, "YEAR_MONTH_FORMAT")) for first in firsts]
