"""Fields and widgets that only the listing forms need."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ydeu.lists import listed
from ydeu.marketplace.attachments import ACCEPT
from ydeu.marketplace.importing.cells import BadCell, value_of
from ydeu.marketplace.importing.dates import day


class TextArea(forms.Textarea):
    """Replaces the CR LF that browsers send for a line break by LF."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class DateInput(forms.DateInput):
    """A date input. Browsers read and write ISO dates in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A date, read as in a file. Browsers without a calendar send what was typed."""

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        try:
            return value_of(day(value))
        except BadCell as error:
            raise ValidationError(str(error), code="invalid") from error


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of uploads. Refuses empty files. The form checks the content of the others."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs["accept"] = ACCEPT

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        uploads = list(data or [])
        empty = listed(upload.name for upload in uploads if not upload.size)
        if empty:
            raise ValidationError(_("These files are empty: %(names)s."), params={"names": empty})
        return uploads
