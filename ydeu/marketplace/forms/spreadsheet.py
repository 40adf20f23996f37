"""The form with which a member uploads a file of listings, and that for how the file is read."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.layout import Choices, Layout
from ydeu.marketplace.importing.options import Options

LARGEST = 5 << 20


class SpreadsheetForm(forms.Form):
    """A file, the alliance for its rows, and the enterprise if the user acts for several."""

    enterprise = forms.ModelChoiceField(None, label=_("Enterprise"), empty_label=None)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, 5 MB and 500 rows at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    alliance = forms.ModelChoiceField(
        Alliance.objects.all(), label=_("Alliance"), required=False, help_text=_("For rows that name none.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = Enterprise.objects.of(user)
        self.fields["enterprise"].queryset = self._own
        if len(self._own) == 1:
            del self.fields["enterprise"]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            told = {"has": filesizeformat(file.size), "most": filesizeformat(LARGEST)}
            raise forms.ValidationError(
                gettext("This file is too large for the browser: %(has)s, at most %(most)s.") % told
            )
        return file

    def options(self, kind: ListingKind) -> Options:
        """The choices for the whole file."""
        enterprise = self.cleaned_data.get("enterprise") or self._own[0]
        return Options(kind, self.cleaned_data["alliance"], enterprise, for_member=True)


class LayoutForm(forms.Form):
    """How a file is read, where there is a choice: its sheet, what is hidden, and columns to leave out."""

    sheet = forms.ChoiceField(label=_("Sheet to read"))
    takes_hidden = forms.TypedChoiceField(
        label=_("Hidden rows and columns"),
        choices=[("", _("Leave them out")), ("1", _("Read them, too"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    ignored = forms.MultipleChoiceField(
        label=_("Leave out these columns, which are not known here"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        unknown = layout.asked_headings
        hidden = "1" if layout.choices.takes_hidden else ""
        initial = {"sheet": layout.found.sheet.name, "ignored": unknown, "takes_hidden": hidden}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in layout.sheets]
        self.fields["ignored"].choices = [(said, said) for said in unknown]
        self.layout = layout
        for name, is_open in (
            ("sheet", len(layout.sheets) > 1),
            ("takes_hidden", layout.has_hidden or layout.choices.takes_hidden),
            ("ignored", bool(unknown)),
        ):
            if not is_open:
                del self.fields[name]

    def choices(self) -> Choices:
        """What was chosen. What there was no choice of stays as it was. Another sheet has other columns."""
        before, said = self.layout.choices, self.cleaned_data
        return Choices(
            said.get("sheet", before.sheet),
            said.get("takes_hidden", before.takes_hidden),
            frozenset(said.get("ignored", before.ignored)),
        )
