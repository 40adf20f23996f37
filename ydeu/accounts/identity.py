"""The name and the credit code of an enterprise: others read what an administrator has seen on a licence.

Another name or code is a request. An administrator grants it, with the new licence at hand, or declines it
with a reason. Until then, the verified name and code are shown everywhere. See decision 31.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import members, verification
from ydeu.accounts.enums import EventKind
from ydeu.accounts.history import record
from ydeu.accounts.models import Enterprise, IdentityRequest, Membership, User
from ydeu.accounts.models.enterprise import ALREADY_REGISTERED
from ydeu.accounts.signals import enterprise_renamed, identity_answered, identity_asked
from ydeu.accounts.states import REQUEST_TRANSITIONS, RequestState
from ydeu.transitions import DomainError, LostRace, swap_state

REQUESTS_A_DAY = 5


class AlreadyRegistered(DomainError):
    """Another enterprise has this name, in some spelling, or this credit code."""


class NotYours(DomainError):
    """Nobody decides on their own request, and nobody takes back that of others."""


class TooManyRequests(DomainError):
    """The limit that prevents anybody from filling the inboxes of the administrators."""


class ReasonNeeded(DomainError):
    """The enterprise has to be told why."""


def require_free_name(enterprise: Enterprise) -> None:
    """Raises AlreadyRegistered if a verified enterprise has the name of ``enterprise``, in any spelling.

    An unverified namesake does not count: otherwise anybody could keep a name from its bearer. The message
    is that of a registered credit code and names nobody.
    """
    if Enterprise.objects.verified().namesakes_of(enterprise).exists():
        raise AlreadyRegistered(ALREADY_REGISTERED)


def save(enterprise: Enterprise, fields: list[str] | None = None) -> None:
    """Save the enterprise. The form checks the code, but two people may submit the same code at once."""
    try:
        with transaction.atomic():
            enterprise.save(update_fields=fields)
    except IntegrityError as error:
        raise AlreadyRegistered(ALREADY_REGISTERED) from error


def ask(stored: Enterprise, *, name: str, credit_code: str | None, by: User) -> IdentityRequest | None:
    """Ask for another name or code. A request that still waits is replaced.

    Call it with the locked row. Returns None if name and code are those of the enterprise already. Raises
    AlreadyRegistered or TooManyRequests.
    """
    wanted = Enterprise(pk=stored.pk, name=name, credit_code=credit_code)
    others = Enterprise.objects.exclude(pk=stored.pk)
    if credit_code and others.filter(credit_code=credit_code).exists():
        raise AlreadyRegistered(ALREADY_REGISTERED)
    require_free_name(wanted)
    is_new = (name, credit_code) != (stored.name, stored.credit_code)
    if is_new:
        _limit_requests(stored, by)
    for earlier in stored.identity_requests.waiting():
        _close(earlier, RequestState.WITHDRAWN, by=by)
    if not is_new:
        return None
    request = IdentityRequest.objects.create(
        enterprise=stored,
        old_name=stored.name,
        old_code=stored.credit_code,
        name=name,
        credit_code=credit_code,
        asked_by=by,
    )
    record(stored, EventKind.IDENTITY_ASKED, by=by, note=request.difference)
    identity_asked.send(sender=IdentityRequest, request=request)
    return request


def withdraw(request: IdentityRequest, *, by: User) -> None:
    """Take the request back. Raises NotYours, or LostRace if somebody has decided it already."""
    if by.pk != request.asked_by_id and not members.may_manage(request.enterprise, by):
        raise NotYours(_("Only an owner, or the person who asked, takes this back."))
    with transaction.atomic():
        _close(request, RequestState.WITHDRAWN, by=by)
        record(request.enterprise, EventKind.IDENTITY_WITHDRAWN, by=by, note=request.difference)


def grant(request: IdentityRequest, *, by: User) -> None:
    """Give the enterprise the name and code that it asked for, and vouch for them: it is verified afterwards.

    Raises NotYours, AlreadyRegistered, or LostRace if name or code have changed since the request.
    """
    _refuse_own(request, by)
    with transaction.atomic():
        enterprise = Enterprise.objects.select_for_update(no_key=True).get(pk=request.enterprise_id)
        if (enterprise.name, enterprise.credit_code) != (request.old_name, request.old_code):
            raise LostRace(
                _("%(name)s was changed since this was asked. Please decline it.") % {"name": enterprise}
            )
        _close(request, RequestState.GRANTED, by=by)
        enterprise.name, enterprise.credit_code = request.name, request.credit_code
        require_free_name(enterprise)
        save(enterprise, ["name", "credit_code"])
        record(enterprise, EventKind.IDENTITY_CHANGED, by=by, note=request.difference)
        enterprise_renamed.send(sender=Enterprise, enterprise=enterprise)
        if enterprise.credit_code and not enterprise.is_verified:
            verification.verify(enterprise, by=by)
        request.enterprise = enterprise
        identity_answered.send(sender=IdentityRequest, request=request, note="")


def decline(request: IdentityRequest, *, by: User, reason: str) -> None:
    """Keep the verified name and code. Raises NotYours, ReasonNeeded or LostRace."""
    _refuse_own(request, by)
    if not reason.strip():
        raise ReasonNeeded(_("Please write why: the enterprise reads it."))
    with transaction.atomic():
        _close(request, RequestState.DECLINED, by=by, note=reason)
        record(request.enterprise, EventKind.IDENTITY_DECLINED, by=by, note=reason)
        identity_answered.send(sender=IdentityRequest, request=request, note=reason)


def _refuse_own(request: IdentityRequest, by: User) -> None:
    """Raises NotYours if ``by`` asked, or acts for the enterprise. An administrator may decide on all."""
    is_party = by.pk == request.asked_by_id or (
        Membership.objects.filter(user=by, enterprise=request.enterprise_id).exists()
    )
    if is_party and not by.is_superuser:
        raise NotYours(_("Somebody else has to decide on this: you asked for it, or act for the enterprise."))


def _limit_requests(enterprise: Enterprise, by: User) -> None:
    """Raises TooManyRequests: each request is a notice to every administrator."""
    yesterday = timezone.now() - timedelta(days=1)
    recent = IdentityRequest.objects.filter(
        Q(enterprise=enterprise) | Q(asked_by=by), asked_at__gte=yesterday
    )
    if not by.is_superuser and recent.count() >= REQUESTS_A_DAY:
        raise TooManyRequests(
            _("That is enough requests for another name or credit code for today. Please go on tomorrow.")
        )


def _close(request: IdentityRequest, to: RequestState, *, by: User, note: str = "") -> None:
    swap_state(
        request,
        to=to,
        transitions=REQUEST_TRANSITIONS,
        note=note,
        decided_by=by,
        decided_at=timezone.now(),
    )
