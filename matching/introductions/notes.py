"""Notes on an introduction, for both sides or for the coordinators only."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from matching.enums import Audience, EventKind
from matching.introductions.history import lock, record
from matching.introductions.permissions import STAFF, Action, check, roles_of
from matching.models import Introduction, IntroductionNote
from ydeu.accounts.models import User
from ydeu.transitions import DomainError, TransitionRefused


class NotANote(DomainError):
    """The note is empty or has no valid audience."""


def write(introduction: Introduction, *, by: User, text: str, audience: str) -> IntroductionNote:
    """Add a note. A side can address the other only after both have accepted. Raises NotANote."""
    if not text.strip() or audience not in Audience.values:
        raise NotANote(_("Please write something and choose who reads it."))
    with transaction.atomic():
        lock(introduction)
        viewer = check(introduction, Action.NOTE, by=by)
        is_staff = not STAFF.isdisjoint(roles_of(introduction, viewer))
        if audience == Audience.BOTH and not (is_staff or introduction.is_connected):
            raise TransitionRefused(_("The other side can be addressed once both have accepted."))
        is_internal = audience == Audience.COORDINATORS
        side = viewer.side_in(introduction)
        record(introduction, EventKind.NOTED, by=by, side=side, is_internal=is_internal)
        return IntroductionNote.objects.create(
            introduction=introduction, author=by, side=side, audience=audience, text=text
        )
