"""Which enterprise an organisation of a file is: a registered one gets no rows without a decision.

An organisation is looked for by its folded name. If only imported enterprises without people have it, the
rows are theirs: they came the same way. If a registered one has it, the person who imports says whether it is
that one.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ydeu.accounts.enums import Origin
from ydeu.accounts.folding import fold_name
from ydeu.accounts.models import Enterprise, Membership
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.parsing import Row
from ydeu.transitions import DomainError

NOBODY = {ListingKind.OFFER: "Imported offers", ListingKind.DEMAND: "Imported demands"}
"""The enterprise of rows without an organisation, one a kind: an enterprise is not matched with itself."""

KNOWN, NEW = ANSWERS = ("known", "new")
"""Answers for all organisations of a file: the registered enterprise of that name, or another one."""

FOR_ALL = "*"
MOST_NAMED = 10
CHUNK = 500
"""Most names in a message, and in one query."""

Answers = Mapping[str, str]
"""By ``field_of`` the folded name, or ``FOR_ALL``: the primary key of an enterprise or one of ``ANSWERS``."""


class Undecided(DomainError):
    """Nobody has said if an organisation of the file is the registered enterprise of that name."""

    def __init__(self, names: Iterable[str]) -> None:
        said = list(names)
        told = {"names": "; ".join(said[:MOST_NAMED]) + " …" * (len(said) > MOST_NAMED)}
        super().__init__(_("Please say whether these are the enterprises registered here: %(names)s") % told)


class Revoked(DomainError):
    """Nothing is published for an enterprise whose verification was withdrawn."""


@dataclass(frozen=True, slots=True)
class Question:
    """Is an organisation of the file one of these enterprises?"""

    field: str
    spellings: list[str]
    rows: int
    candidates: list[Enterprise]
    answer: str = ""


@dataclass(slots=True)
class Organisations:
    """The organisations of the new rows of a file, by folded name, each with its spellings and their rows."""

    spellings: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, batch: list[Row], known: Container[str]) -> None:
        """Count the rows of a batch that name an organisation and no credit code."""
        for row in batch:
            if row.organisation and not row.enterprise and row.external_id not in known:
                counts = self.spellings.setdefault(fold_name(row.organisation), {})
                counts[row.organisation] = counts.get(row.organisation, 0) + 1

    def questions(self, answers: Answers) -> list[Question]:
        """The organisations whose name a registered enterprise has, in the order of the file."""
        found = namesakes(self.spellings)
        return [
            Question(
                field_of(name),
                list(counts),
                sum(counts.values()),
                claimed,
                _answer(name, claimed, answers),
            )
            for name, counts in self.spellings.items()
            if (claimed := [each for each in found.get(name, []) if _is_claimed(each)])
        ]

    def read_as_one(self) -> list[list[str]]:
        """The organisations that the file spells in several ways."""
        return [list(counts) for counts in self.spellings.values() if len(counts) > 1]


def field_of(name: str) -> str:
    """The name of the form field that asks for an organisation."""
    return f"owner-{sha256(name.encode()).hexdigest()[:16]}"


def answers_in(posted: Mapping[str, str]) -> dict[str, str]:
    """The answers among the posted fields."""
    return {name: posted[name] for name in posted if name.startswith("owner-")}


def namesakes(names: Iterable[str]) -> dict[str, list[Enterprise]]:
    """The enterprises with each folded name, the verified first, then the oldest. ``has_people`` is set."""
    people = Exists(Membership.objects.filter(enterprise=OuterRef("pk")))
    found: dict[str, list[Enterprise]] = {}
    for part in _parts(list(names)):
        rows = Enterprise.objects.filter(folded_name__in=part).annotate(has_people=people)
        for row in sorted(rows, key=lambda row: (not row.is_verified, row.pk)):
            found.setdefault(row.folded_name, []).append(row)
    return found


def owner_among(name: str, found: list[Enterprise], answers: Answers) -> Enterprise | None:
    """The enterprise of an organisation; None if it has to be made. Raises Undecided."""
    claimed = [each for each in found if _is_claimed(each)]
    free = next((each for each in found if not _is_claimed(each)), None)
    if not claimed or name in {fold_name(each) for each in NOBODY.values()}:
        return free
    answer = _answer(name, claimed, answers)
    if not answer:
        raise Undecided([claimed[0].name])
    return free if answer == NEW else next(each for each in claimed if str(each.pk) == answer)


def refuse_revoked(enterprises: Iterable[int]) -> None:
    """Raises Revoked if the verification of one of the enterprises was withdrawn."""
    lost = Enterprise.objects.filter(pk__in=set(enterprises), verified_at=None).exclude(revoked_at=None)
    if names := list(lost.values_list("name", flat=True)):
        told = {"names": "; ".join(names)}
        raise Revoked(_("Their verification was withdrawn, so nothing is published: %(names)s") % told)


def _answer(name: str, claimed: list[Enterprise], answers: Answers) -> str:
    """The primary key of the chosen enterprise, ``NEW``, or nothing if no possible answer was given."""
    answer = answers.get(field_of(name), answers.get(FOR_ALL, ""))
    if answer == KNOWN:
        return str(claimed[0].pk)
    return answer if answer in (NEW, *(str(each.pk) for each in claimed)) else ""


def _is_claimed(enterprise: Enterprise) -> bool:
    """True if somebody stands for it: it signed up, has a credit code or people, or was verified."""
    is_known = enterprise.credit_code is not None or enterprise.is_verified or enterprise.is_revoked
    return enterprise.origin != Origin.IMPORTED or is_known or enterprise.has_people  # type: ignore[attr-defined]


def _parts(names: list[str]) -> Iterator[list[str]]:
    yield from (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))
