"""The answer when somebody else was faster: the reason, and the text that the person typed, to save it."""

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ydeu.transitions import DomainError

CONFLICT = 409


class Written(NamedTuple):
    """Label and text of a filled field."""

    label: str
    text: str


def refused(
    request: HttpRequest, refusal: DomainError, *, back: str, form: forms.Form | None = None
) -> HttpResponse:
    """Redirect to ``back`` with the reason. If text was typed, show reason and text instead (status 409)."""
    written = written_in(form) if form is not None else []
    if not written:
        messages.warning(request, str(refusal))
        return redirect(back)
    context = {"refusal": str(refusal), "written": written, "back": back}
    return render(request, "matching/refused.html", context, status=CONFLICT)


def written_in(form: forms.Form) -> list[Written]:
    """The filled fields; none if all of them are choices, which are quickly made again."""
    filled = [field for field in form.visible_fields() if field.data not in (None, "", False, [])]
    if all(hasattr(field.field, "choices") for field in filled):
        return []
    return [Written(str(field.label), _text(field)) for field in filled]


def _text(field: BoundField) -> str:
    value = field.data
    values = value if isinstance(value, list) else [value]
    names = {str(key): str(name) for key, name in getattr(field.field, "choices", ())}
    return ", ".join(names.get(str(each), str(each)) for each in values)  # a file becomes its name
