"""The forms of a page, with the values that a browser would send unchanged."""

from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import html  # type: ignore[import-untyped]

FILLED = {
    "email": "somebody@example.org",
    "number": "3",
    "date": "2027-05-01",
    "datetime-local": "2027-05-01T10:00",
    "url": "https://example.org/",
    "password": "a long enough passphrase",
}
"""What a person types into an empty input of each type. Any other gets a text."""


@dataclass
class Form:
    """``fields`` are the pairs to send, and ``files`` the names of its file inputs."""

    path: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def forms_of(content: bytes, path: str, random: Random) -> list[Form]:
    """The forms of the page at ``path`` that lead to this site. Empty inputs are filled at random."""
    document = html.document_fromstring(content)
    return [found for each in document.forms if (found := _read(each, path, random)).path.startswith("/")]


def links_of(content: bytes, path: str) -> list[str]:
    """The addresses of this site that the page links to."""
    anchors = html.document_fromstring(content).xpath("//a/@href")
    found = (urljoin(path, str(address)) for address in anchors)
    return sorted({address for address in found if address.startswith("/") and "logout" not in address})


def _read(form: Any, path: str, random: Random) -> Form:
    address = urlsplit(urljoin(path, form.action or path))
    target = f"{address.path}?{address.query}" if address.query else address.path
    read = Form(target if not address.netloc else "", (form.method or "GET").upper())
    for element in form.inputs:
        name = element.name
        if name and element.get("type") == "file":
            read.files.append(name)
        elif name and not element.get("disabled"):
            read.fields += [(name, said) for said in _said(element, random)]
    buttons = [
        each for each in form.iter("button", "input") if each.get("type") == "submit" and each.get("name")
    ]
    buttons += [each for each in form.iter("button") if not each.get("type") and each.get("name")]
    if buttons:
        pressed = random.choice(buttons)
        read.fields.append((pressed.get("name"), pressed.get("value") or ""))
    return read


def _said(element: Any, random: Random) -> list[str]:
    """The values that an input sends."""
    kind = element.get("type", "text") if element.tag == "input" else element.tag
    if kind in ("submit", "button", "image", "reset"):
        return []
    if kind in ("checkbox", "radio"):
        is_sent = element.get("checked") is not None or random.random() < 0.4
        return [element.get("value") or "on"] if is_sent else []
    if kind == "select":
        options = [option.get("value") or "" for option in element.iter("option")]
        return [random.choice(options)] if options else []
    said = str(element.value or "")
    if said or kind == "hidden":
        return [said]
    return [FILLED.get(kind, "电池 battery") if random.random() < 0.8 else ""]
