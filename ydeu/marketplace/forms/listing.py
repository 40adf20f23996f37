"""The form that offers and demands share.

It accepts an incomplete or too long draft. ``is_submission`` asks for a complete listing. Every value that it
could read is on ``form.instance`` even if the form is not valid, so that it can be stored.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import regions
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace import attachments, limits
from ydeu.marketplace.completeness import VALIDITY, excess_of_draft, missing_fields, objections
from ydeu.marketplace.field_properties import Need
from ydeu.marketplace.forms.fields import FilesField
from ydeu.marketplace.forms.layout import Section, sections_of
from ydeu.marketplace.listing_fields import in_form_order, moderated_names
from ydeu.marketplace.models import Attachment, CheckedFileQuerySet


class ListingForm(forms.ModelForm):
    """The form for one user. ``is_submission`` asks for a complete listing."""

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

    def __init__(self, *args: Any, user: User, is_submission: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_submission = is_submission
        self.fitting_files: list[UploadedFile] = []
        self._offer_enterprises(user)
        self._offer_choices()
        self._mark_needs()
        # With maxlength, a browser silently cuts a pasted title. The form reports the length instead.
        self.fields["title"].widget.attrs.pop("maxlength", None)

    def _mark_needs(self) -> None:
        """Mark the fields that a submission needs with a star. A draft needs only its enterprise."""
        needs = {field.name: field.need for field in in_form_order(self.instance.kind)}
        for name, field in self.fields.items():
            field.required = needs.get(name) is Need.ALWAYS
            field.required_to_submit = needs.get(name) is Need.REQUIRED

    def _offer_enterprises(self, user: User) -> None:
        """Offer the choice of an enterprise to a member of several, for a new listing. Hide it otherwise."""
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
    def present_files(self) -> CheckedFileQuerySet:
        return self.instance.attachments.all() if self.instance.pk else Attachment.objects.none()

    @property
    def token(self) -> str:
        """The version of the listing that this form shows."""
        return self.instance.updated_at.isoformat() if self.instance.pk else ""

    @property
    def seen_at(self) -> datetime | None:
        """The version that the user saw when they sent the form. None if the form has none."""
        try:
            return datetime.fromisoformat(self.data.get("seen", ""))
        except ValueError:
            return None

    @property
    def fieldsets(self) -> Iterator[tuple[Section, list[list[BoundField]]]]:
        """The sections with their inputs. Inputs that offer no choice are left out."""
        for section in sections_of(self.instance.kind):
            rows = [[self[name] for name in row if name in self.fields] for row in section.rows]
            yield section, [row for row in rows if row]

    @property
    def stored_fields(self) -> list[str]:
        """The names of the model fields that this form fills."""
        return [name for name in self._meta.fields or () if name in self.fields]

    @property
    def changes_what_is_read(self) -> bool:
        """True if administrators have to read the change: a moderated field, or a new file."""
        changed = {*self.changed_data, *(["attachments"] if self.fitting_files else [])}
        return not moderated_names(self.instance.kind).isdisjoint(changed)

    def take_over_errors(self, earlier: "ListingForm") -> None:
        """Copy the errors of files and rows from the form that was posted with them."""
        for name in {NON_FIELD_ERRORS, "files", "remove"} & {NON_FIELD_ERRORS, *self.fields}:
            for error in earlier.errors.get(name, ()):
                if error not in self.errors.get(name, ()):
                    self.add_error(None if name == NON_FIELD_ERRORS else name, error)

    def clean(self) -> dict[str, Any] | None:
        """Name the texts that are too long even for a draft, and the unsuitable files. Keep the others."""
        cleaned = super().clean()
        for field in in_form_order(self.instance.kind):
            if refusal := excess_of_draft(field, self.cleaned_data.get(field.name) or ""):
                self.add_error(field.name, refusal)
        self._sort_files()
        return cleaned

    def _sort_files(self) -> None:
        leaving = self.cleaned_data.get("remove") or ()
        staying = self.present_files.kept().exclude(pk__in=[file.pk for file in leaving])
        room = attachments.MAX_FILES - staying.count()
        uploads = [upload for upload in self.files.getlist("files") if upload.size]
        fitting, refusals = attachments.sort_uploads(uploads, room=room)
        self.fitting_files = []
        for upload in fitting:
            if refusal := self._excess_of(upload):
                refusals.append(refusal)
            else:
                self.fitting_files.append(upload)
        if refusals:
            self.add_error("files", refusals)

    def _excess_of(self, upload: UploadedFile) -> str:
        """Why the enterprise may not store the file, or ""."""
        enterprise = self.cleaned_data.get("enterprise") or (
            self.instance.enterprise if self.instance.enterprise_id else None
        )
        if enterprise is None:
            return ""
        sizes = [each.size or 0 for each in self.fitting_files]
        return limits.refusal_of_file(enterprise, str(upload.name), upload.size or 0, before=sizes)

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
