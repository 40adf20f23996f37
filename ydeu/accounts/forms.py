from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import regions
from ydeu.accounts.enums import Language, Role
from ydeu.accounts.models import Enterprise, User
from ydeu.accounts.validators import normalise_credit_code

REQUIRED = ("province", "city", "size", "industry", "contact_name", "contact_email")


class SignupDetailsForm(forms.Form):
    """The field that allauth's sign-up form asks for in addition to address and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class CreditCodeField(forms.CharField):
    """Accept a code as people paste it and normalise it before the model's validator sees it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "max_length": None})

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return normalise_credit_code(text) if text else text


class EnterpriseForm(forms.ModelForm):
    class Meta:
        model = Enterprise
        fields = (
            "name",
            "credit_code",
            "province",
            "city",
            "size",
            "industry",
            "labels",
            "website",
            "introduction",
            "contact_name",
            "contact_email",
            "contact_phone",
        )
        field_classes = {"credit_code": CreditCodeField}
        widgets = {"introduction": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in REQUIRED:
            self.fields[name].required = True
        cities = self.fields["city"]
        assert isinstance(cities, forms.ChoiceField)  # noqa: S101 - tells mypy what the model field makes
        cities.choices = [("", "---------"), *cities_by_province()]


def cities_by_province() -> list[tuple[str, list[tuple[str, str]]]]:
    """The cities grouped by province, so the list can be used without a script."""
    return [(name, regions.city_choices(code)) for code, name in regions.province_choices()]


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.EDITOR)


class ProfileForm(forms.ModelForm):
    """The fields that people may change in their own profile."""

    language = forms.ChoiceField(label=_("Language of e-mails"), choices=Language.choices)

    class Meta:
        model = User
        fields = ("name", "language")
