from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.forms.layout import inputs_of, kinds_of, typed_names
from ydeu.marketplace.forms.listing import ListingForm
from ydeu.marketplace.listing_fields import REQUIREMENT_FIELDS
from ydeu.marketplace.models import Demand, Requirement

MAX_ROWS = 40
BLANK_ROWS = 2


class DemandForm(ListingForm):
    class Meta:
        model = Demand
        fields = typed_names(Demand.kind)
        widgets = inputs_of(Demand)
        field_classes = kinds_of(Demand)


class RequirementForm(forms.ModelForm):
    """One requirement. A draft may leave any input empty. A submission needs property and value."""

    class Meta:
        model = Requirement
        fields = tuple(field.name for field in REQUIREMENT_FIELDS)
        widgets = {
            "name": forms.TextInput(attrs={"placeholder": _("e.g. cycle life")}),
            "value": forms.TextInput(attrs={"placeholder": _("e.g. 3,000")}),
            "unit": forms.TextInput(attrs={"placeholder": _("e.g. cycles")}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False


class RequirementRows(
    forms.inlineformset_factory(  # type: ignore[misc]
        Demand, Requirement, form=RequirementForm, extra=BLANK_ROWS, max_num=MAX_ROWS, validate_max=True
    )
):
    """The requirement rows of a demand, and blank rows."""

    def __init__(self, *args: Any, blank: int = BLANK_ROWS, **kwargs: Any) -> None:
        self.extra = blank
        super().__init__(*args, prefix="requirements", **kwargs)

    def incomplete_rows(self) -> list[str]:
        """A message for each row that is too incomplete to submit."""
        message = gettext("Requirement %(number)s needs both a property and a value.")
        return [
            message % {"number": number}
            for number, form in enumerate(self.forms, start=1)
            if self._is_half_full(form)
        ]

    def _is_half_full(self, form: RequirementForm) -> bool:
        row = form.cleaned_data
        is_used = form.instance.pk or form.has_changed()
        return bool(is_used) and not row.get("DELETE") and not (row.get("name") and row.get("value"))
