"""What the forms of offers and demands have in common.

A form never refuses a draft for what is missing or too much: only ``is_submission`` asks for completeness.
Whatever could be read is on ``form.instance`` even when the form is not valid, so that it can be kept.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import regions
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace import attachments
from ydeu.marketplace.completeness import REQUIRED_OF, VALIDITY, missing_fields, objections
from ydeu.marketplace.forms.fields import DateInput, FilesField, TextArea
from ydeu.marketplace.listings import READ_TEXT
from ydeu.marketplace.models import Attachment


class Section(NamedTuple):
    """A part of the form: one fieldset, its fields in rows of one to three."""

    slug: str
    title: Any
    intro: Any
    rows: Sequence[Sequence[str]]


WHAT = Section(
    "what",
    _("What it is"),
    _("A stranger from another trade should understand it. Coordinators and the matching read these texts."),
    [
        ["enterprise"],
        ["title"],
        ["summary"],
        ["description"],
        ["technology_keywords", "market_keywords"],
        ["language"],
    ],
)
CHAIN = Section(
    "chain",
    _("Chain and cooperation"),
    "",
    [
        ["alliance", "chain_segment"],
        ["strategic_industry"],
        ["cooperation_modes"],
        ["partner_sought"],
        ["target_regions"],
    ],
)
AUDIENCE = Section("audience", _("Who may see it and until when"), "", [["visibility"], ["valid_until"]])
FILES = Section("files", _("Files"), "", [["files"], ["remove"]])


class ListingForm(forms.ModelForm):
    """Made for the user who fills it; ``is_submission`` says that completeness is asked for."""

    sections: Sequence[Section]

    files = FilesField(
        label=_("Add files"),
        help_text=_("PDF, PNG or JPEG; up to 10 MB each, ten files in all."),
    )
    remove = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Remove these files"),
    )

    class Meta:
        fields = (
            "enterprise",
            "title",
            "summary",
            "description",
            "technology_keywords",
            "market_keywords",
            "language",
            "alliance",
            "chain_segment",
            "strategic_industry",
            "cooperation_modes",
            "partner_sought",
            "target_regions",
            "visibility",
            "valid_until",
        )
        widgets = {
            "summary": TextArea(attrs={"rows": 3}),
            "description": TextArea(attrs={"rows": 10}),
            "partner_sought": TextArea(attrs={"rows": 3}),
            "visibility": forms.RadioSelect,
            "valid_until": DateInput,
        }

    def __init__(self, *args: Any, user: User, is_submission: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_submission = is_submission
        self.fitting_files: list[UploadedFile] = []
        self._offer_enterprises(user)
        self._offer_choices()
        for name, field in self.fields.items():
            field.required = name == "enterprise"
            field.required_to_submit = name in REQUIRED_OF[self.instance.kind]
        # The browser would silently cut what is pasted; the form says how much is too much instead.
        self.fields["title"].widget.attrs.pop("maxlength", None)

    def _offer_enterprises(self, user: User) -> None:
        """Of several enterprises one is chosen for a new listing; else there is nothing to choose."""
        own = list(Enterprise.objects.of(user))
        if self.instance.pk or len(own) == 1:
            del self.fields["enterprise"]
            if not self.instance.pk:
                self.instance.enterprise = own[0]
            return
        self.fields["enterprise"].queryset = Enterprise.objects.of(user)
        self.fields["enterprise"].empty_label = None

    def _offer_choices(self) -> None:
        self.fields["alliance"].queryset = Alliance.objects.all()
        self.fields["target_regions"].choices = regions.province_choices
        if not self.instance.pk:
            self.initial["valid_until"] = timezone.localdate() + VALIDITY
            self.initial["language"] = get_language()
        if self.present_files:
            self.fields["remove"].queryset = self.present_files
        else:
            del self.fields["remove"]

    @property
    def present_files(self) -> QuerySet[Attachment]:
        return self.instance.attachments.all() if self.instance.pk else Attachment.objects.none()

    @property
    def token(self) -> str:
        """Which version of the listing this form shows."""
        return self.instance.updated_at.isoformat() if self.instance.pk else ""

    @property
    def seen_at(self) -> datetime | None:
        """Which version the person who posted the form had before their eyes."""
        try:
            return datetime.fromisoformat(self.data.get("seen", ""))
        except ValueError:
            return None

    @property
    def fieldsets(self) -> Iterator[tuple[Section, list[list[BoundField]]]]:
        """The sections with their fields; what this person has no choice in is left out."""
        for section in self.sections:
            rows = [[self[name] for name in row if name in self.fields] for row in section.rows]
            yield section, [row for row in rows if row]

    @property
    def stored_fields(self) -> list[str]:
        """The columns that this form fills."""
        return [name for name in self._meta.fields or () if name in self.fields]

    @property
    def changes_what_is_read(self) -> bool:
        """Other words, or a file more: what an administrator has not seen."""
        return bool(self.fitting_files) or not READ_TEXT.isdisjoint(self.changed_data)

    def take_over_errors(self, earlier: "ListingForm") -> None:
        """Remember what was wrong with the files and the rows of the form that came with them."""
        for name in {NON_FIELD_ERRORS, "files", "remove"} & {NON_FIELD_ERRORS, *self.fields}:
            for error in earlier.errors.get(name, ()):
                if error not in self.errors.get(name, ()):
                    self.add_error(None if name == NON_FIELD_ERRORS else name, error)

    def clean(self) -> dict[str, Any] | None:
        """Unsuitable files are named; the suitable ones are kept all the same."""
        cleaned = super().clean()
        leaving = self.cleaned_data.get("remove") or ()
        room = attachments.MOST_FILES - self.present_files.count() + len(leaving)
        uploads = [upload for upload in self.files.getlist("files") if upload.size]
        self.fitting_files, refusals = attachments.sort_uploads(uploads, room=room)
        if refusals:
            self.add_error("files", refusals)
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_submission:
            self._ask_for_completeness()

    def _ask_for_completeness(self) -> None:
        for name in missing_fields(self.instance):
            if name not in self.errors:
                self.add_error(name, ValidationError(_("Please fill this in."), code="required"))
        for name, objection in objections(self.instance).items():
            if name not in self.errors:
                self.add_error(name, objection)
