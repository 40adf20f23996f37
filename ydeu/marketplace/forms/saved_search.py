from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.enums import Frequency
from ydeu.marketplace.models import SavedSearch


class SavedSearchForm(forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ("name", "frequency")
        labels = {"frequency": _("Tell me what is new")}

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of ``saved_searches.save`` and ``revise``."""
        return {"name": self.cleaned_data["name"], "frequency": Frequency(self.cleaned_data["frequency"])}
