"""Remove a person or an enterprise from every table, as ``table.py`` says, in the caller's transaction.

A second call changes nothing: the rows are deleted or have no traces left.
"""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models

from ydeu.accounts.enums import EventKind
from ydeu.accounts.models import Enterprise, EnterpriseEvent, Invitation, Membership, User
from ydeu.audit.models import Entry
from ydeu.marketplace import listings
from ydeu.marketplace.models import Listing
from ydeu.privacy import files, identifiers, scrubbing
from ydeu.privacy.enums import Fate
from ydeu.privacy.holdings import Holding
from ydeu.privacy.identifiers import Identifiers
from ydeu.privacy.scrubbing import BATCH
from ydeu.privacy.table import HOLDINGS

OF_MEMBERS = (
    EventKind.REGISTERED,
    EventKind.INVITED,
    EventKind.INVITATION_ENDED,
    EventKind.MEMBER_ADDED,
    EventKind.MEMBER_REMOVED,
    EventKind.ROLE_CHANGED,
)
Found = list[tuple[Holding, Fate, list[int]]]


def erase_person(person: User) -> None:
    """Erase a person. The account stays as a number without a name: contracts and the log point to it."""
    if person.email == _no_address(person):
        return
    enterprises = Enterprise.objects.filter(pk__in=_enterprises_of(person))
    emails = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    words = identifiers.of_person(person, list(emails), list(enterprises))
    numbers = [enterprise.pk for enterprise in enterprises]
    found = [
        (holding, holding.person, _numbers(_rows_of_person(holding, person, numbers))) for holding in HOLDINGS
    ]
    _replace_person(person)
    changed = [*_apply(found, words), *scrubbing.scrub_everywhere(words)]
    _match_again(changed, by=person)
    _forget_sessions(person)


def erase_enterprise(enterprise: Enterprise, *, by: User) -> None:
    """Erase an enterprise and what its people wrote for it. Its row stays as a number without a name."""
    if enterprise.name == _no_name(enterprise):
        return
    words = identifiers.of_enterprise(enterprise)
    found: Found = [
        (holding, holding.enterprise, _numbers(holding.of_enterprises([enterprise.pk])))
        for holding in HOLDINGS
    ]
    found += [
        (holding, Fate.SCRUBBED, _numbers(holding.beside_enterprises([enterprise.pk])))
        for holding in HOLDINGS
    ]
    _replace_enterprise(enterprise)
    changed = [*_apply(found, words), *scrubbing.scrub_everywhere(words)]
    _match_again(changed, by=by)
    _forget_invitations(words)


def _rows_of_person(holding: Holding, person: User, enterprises: list[int]) -> models.QuerySet[Any]:
    if holding.person == Fate.DELETED:
        return holding.of_person(person.pk)
    return holding.around_person(person.pk, enterprises)


def _enterprises_of(person: User) -> set[int]:
    """The enterprises the person acts or once acted for. Events caused by staff do not count."""
    own = Membership.objects.filter(user=person).values_list("enterprise", flat=True)
    acted = EnterpriseEvent.objects.filter(actor=person, kind__in=() if person.is_staff else OF_MEMBERS)
    about = Entry.objects.filter(object_type=Enterprise._meta.label_lower, details__person=person.pk)
    numbers = about.values_list("object_id", flat=True)
    return {*own, *acted.values_list("enterprise", flat=True), *filter(None, numbers)}


def _apply(found: Found, words: Identifiers) -> Iterator[models.Model]:
    """Delete, empty or scrub the rows. Yields the rows whose text has changed."""
    for holding, fate, numbers in found:
        for part in scrubbing.parts(numbers):
            rows = holding.model._base_manager.filter(pk__in=part)
            if fate == Fate.DELETED:
                files.discard(_paths(holding, rows))
                rows.delete()
            elif fate == Fate.EMPTIED:
                files.discard(_paths(holding, rows))
                rows.update(**_blanks(holding), **scrubbing.touched(holding.model))
            elif fate == Fate.SCRUBBED:
                yield from scrubbing.scrub(holding, rows, words, holding.names)


def _match_again(changed: list[models.Model], *, by: User) -> None:
    """Have changed listings matched and moderated again, as after any edit."""
    for row in changed:
        if isinstance(row, Listing):
            listings.revise(row, by=by)


def _replace_person(person: User) -> None:
    person.name = f"已注销用户 {person.pk} · Deleted person {person.pk}"
    person.email = _no_address(person)
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.set_unusable_password()
    person.groups.clear()
    person.user_permissions.clear()
    person.save()


def _replace_enterprise(enterprise: Enterprise) -> None:
    about = ("province", "city", "size", "industry", "website", "introduction")
    contact = ("contact_name", "contact_email", "contact_phone")
    Enterprise.objects.filter(pk=enterprise.pk).update(
        **dict.fromkeys((*about, *contact), ""),
        name=_no_name(enterprise),
        labels=[],
        credit_code=None,
        verified_at=None,
        verified_by=None,
    )


def _no_address(person: User) -> str:
    return f"deleted-{person.pk}@deleted.invalid"


def _no_name(enterprise: Enterprise) -> str:
    return f"已注销企业 {enterprise.pk} · Deleted enterprise {enterprise.pk}"


def _forget_invitations(words: Identifiers) -> None:
    """Delete invitations by others to an erased address. Invitations store addresses in lower case."""
    Invitation.objects.filter(email__in=[word.lower() for word in words.sure]).delete()


def _forget_sessions(person: User) -> None:
    """Delete the person's sessions. No column says whose a session is, so every session is decoded."""
    for session in Session.objects.iterator(chunk_size=BATCH):
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()


def _blanks(holding: Holding) -> dict[str, Any]:
    blanks = {field.name: None if field.null else field.get_default() or "" for field in holding.texts()}
    return {**blanks, **dict.fromkeys(holding.files(), "")}


def _paths(holding: Holding, rows: models.QuerySet[Any]) -> list[str]:
    return [path for name in holding.files() for path in rows.values_list(name, flat=True)]


def _numbers(rows: models.QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))
