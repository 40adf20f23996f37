"""Sends random requests, and notes what broke."""

import logging
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from random import Random
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from tests.fuzz import invariants, values
from tests.fuzz.pages import Form, forms_of, links_of
from tests.fuzz.places import Places, make_places

ROUND = 200
"""Requests between two looks at all rows, and until new people and rows are made."""
NOT_READY = 503
ODD_TYPES = (
    *("application/json", "text/plain", "", "multipart/form-data", "multipart/form-data; boundary="),
    *(
        f"{MULTIPART_CONTENT}; charset=utf-7",
        f"{MULTIPART_CONTENT}; charset=none",
        "application/x-www-form-urlencoded; charset=utf-16",
    ),
)


@dataclass
class Found:
    """The statuses that were answered, and each fault once, with the request that shows it."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)
    errors: int = 0
    """Answers of 500 and above, and values that only the database refused."""


class Refusals(logging.Handler):
    """Collects the values that only the database refused. A form should have refused them."""

    def __init__(self) -> None:
        super().__init__()
        self.raised: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            self.raised.append(record.exc_info[1])


class Fuzzer:
    def __init__(self, seed: int, *, renew: Callable[[], None]) -> None:
        """``renew`` empties the database before the rows of the next round are made."""
        self.random, self.renew = Random(seed), renew
        self.found, self.refusals = Found(), Refusals()
        self.places: Places

    def run(self, requests: int, tell: Callable[[int], None] = lambda done: None) -> Found:
        logger = logging.getLogger("ydeu.unstorable")
        logger.addHandler(self.refusals)
        try:
            while (done := self.found.statuses.total()) < requests:
                self._round(min(ROUND, requests - done))
                tell(self.found.statuses.total())
        finally:
            logger.removeHandler(self.refusals)
        return self.found

    def _round(self, most: int) -> None:
        self.renew()
        self.places = make_places(self.random)
        odd = invariants.faults()
        until = self.found.statuses.total() + most
        while self.found.statuses.total() < until:
            self._visit(*self.places.choose(self.random))
        for fault in invariants.faults() - odd:
            self.found.faults.setdefault(fault, "found after a round")

    def _visit(self, persona: str, address: str) -> None:
        """Open a page with odd parameters, send one of its forms, or send anything to it."""
        client, chance = self.places.client(persona), self.random.random()
        if chance < 0.3:
            self._send(client, "GET", self._with_parameters(address), persona)
        elif chance < 0.4:
            self._send(client, "POST", address, persona, **self._body(Form(address, "POST", self._pairs())))
        else:
            self._use_page(client, persona, address)

    def _use_page(self, client: Client, persona: str, address: str) -> None:
        page = self._send(client, "GET", address, persona)
        if page.status_code != 200 or "text/html" not in page.headers.get("Content-Type", ""):
            return
        forms = forms_of(page.content, address, self.random)
        links = links_of(page.content, address)
        said = chain(*(parse_qsl(urlsplit(link).query) for link in links), *(form.fields for form in forms))
        names = sorted({name for name, _said in said}) or list(values.PARAMETERS)
        chance = self.random.random()
        if chance < 0.25:
            self._send(client, "GET", self._with_parameters(address, names), persona)
        elif forms and chance < 0.9:
            form = self._mutated(self.random.choice(forms))
            if form.method == "GET":
                self._send(client, "GET", f"{form.path.partition('?')[0]}?{_encoded(form.fields)}", persona)
            else:
                self._send(client, "POST", form.path, persona, **self._body(form))
        elif links:
            self._send(client, "GET", self._with_parameters(self.random.choice(links)), persona)

    def _send(self, client: Client, method: str, path: str, persona: str, **body: Any) -> Any:
        before = invariants.stored() if method == "POST" else None
        response: Any = client.generic(method, path, **body)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert content is not None
        self.found.statuses[response.status_code] += 1
        request = (
            f"{persona}: {method} {path[:300]} {body.get('data', b'')[:1500]!r} {body.get('content_type')}"
        )
        self._note_errors(response, request)
        if before is not None and response.status_code >= 400:
            changed = [name for name, rows in invariants.stored().items() if rows != before[name]]
            if changed:
                self.found.faults.setdefault(f"{response.status_code} changed {changed} {path}", request)
        return response

    def _note_errors(self, response: Any, request: str) -> None:
        raised = [*self.refusals.raised]
        self.refusals.raised.clear()
        if response.status_code >= 500 and not _says_that_it_is_not_ready(response):
            raised.append(response.exc_info[1] if response.exc_info else RuntimeError(str(response)))
        for error in raised:
            self.found.errors += 1
            self.found.faults.setdefault(_place_of(error), request)

    def _with_parameters(self, address: str, names: Sequence[str] = values.PARAMETERS) -> str:
        parts = urlsplit(address)
        said = [parts.query] if parts.query else []
        for _each in range(self.random.randint(1, 3)):
            name = quote(self.random.choice(names))
            odd = (
                self.random.choice(values.RAW)
                if self.random.random() < 0.15
                else quote(values.value(self.random))
            )
            said.append(f"{name}={odd}")
        return f"{parts.path}?{'&'.join(said)}"

    def _pairs(self) -> list[tuple[str, str]]:
        names = [self.random.choice(values.PARAMETERS) for _each in range(self.random.randint(0, 4))]
        return [(name, values.value(self.random)) for name in names]

    def _mutated(self, form: Form) -> Form:
        """The form with a few fields changed, left out, doubled or added."""
        fields = list(form.fields)
        for _each in range(self.random.choice((0, 1, 1, 1, 2, 3))):
            place = self._place(fields)
            deed = self.random.random()
            if fields and deed < 0.7:
                fields[place] = (fields[place][0], values.value(self.random))
            elif fields and deed < 0.8:
                del fields[place]
            elif fields and deed < 0.9:
                fields.append((fields[place][0], values.value(self.random)))
            else:
                fields.append((self.random.choice(values.PARAMETERS), values.value(self.random)))
        return Form(form.path, form.method, fields, form.files)

    def _place(self, fields: list[tuple[str, str]]) -> int:
        """The position of a field to change. Fields that name rows and addresses are chosen often."""
        marked = [n for n, (name, _said) in enumerate(fields) if values.TELLING.search(name)]
        if marked and self.random.random() < 0.4:
            return self.random.choice(marked)
        return self.random.randrange(len(fields)) if fields else 0

    def _body(self, form: Form) -> dict[str, Any]:
        """The form as the body of a request: right, in pieces, or of another content type."""
        chance = self.random.random()
        if not form.files and chance < 0.7:
            return {
                "data": _encoded(form.fields).encode(),
                "content_type": "application/x-www-form-urlencoded",
            }
        data: dict[str, list[Any]] = {}
        for name, said in form.fields:
            data.setdefault(name, []).append(said)
        for name in form.files:
            if self.random.random() < 0.6:
                data.setdefault(name, []).append(self._file())
        content, kind = encode_multipart(BOUNDARY, data), MULTIPART_CONTENT
        if chance > 0.97:
            content = content[: self.random.randrange(len(content) + 1)]
        elif chance > 0.92:
            kind = self.random.choice(ODD_TYPES)
        return {"data": content, "content_type": kind}

    def _file(self) -> BytesIO:
        file = BytesIO(self.random.choice(values.FILES))
        file.name = self.random.choice(values.FILE_NAMES)
        return file


def _says_that_it_is_not_ready(response: Any) -> bool:
    """True for the right answer of the readiness check: no worker runs during a fuzz run."""
    return bool(response.status_code == NOT_READY and response.request["PATH_INFO"] == reverse("readyz"))


def _encoded(fields: list[tuple[str, str]]) -> str:
    return urlencode(fields, errors="surrogatepass")


def _place_of(error: BaseException) -> str:
    """The kind of the error, and the lines of this site's code that led to it."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/ydeu/" in frame.filename or "/matching/" in frame.filename]
    shown = [*ours[-2:], frames[-1]] if frames else []
    places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(shown))
    return f"{type(error).__name__}: {str(error)[:200]} at {places}"
