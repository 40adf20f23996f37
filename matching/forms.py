"""What a decision or an answer is made of. The rules are in review.py and introductions.py."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.enums import DeclineReason, RejectionReason

LONGEST_NOTE = 1000


def note_field(**options: Any) -> forms.CharField:
    usual = {"label": _("Note"), "max_length": LONGEST_NOTE, "widget": forms.Textarea(attrs={"rows": 2})}
    return forms.CharField(required=False, **{**usual, **options})


class RejectForm(forms.Form):
    """Radio buttons rather than a menu: all reasons at a glance, and Enter hands them in."""

    reason = forms.ChoiceField(label=_("Reason"), choices=RejectionReason, widget=forms.RadioSelect)
    note = note_field(help_text=_("Needed with “other”. Only coordinators read it."))


class DeferForm(forms.Form):
    """One line, so that Enter hands it in."""

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
