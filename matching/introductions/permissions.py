"""Who may do what with an introduction, state by state: one table, asked by every use case and every page."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.introductions.disclosure import Viewer
from matching.models import Introduction
from matching.states import IntroductionState
from ydeu.accounts.models import User
from ydeu.transitions import DomainError, TransitionRefused


class ParticipantRole(models.TextChoices):
    """What somebody is in an introduction; one person may be several."""

    ADMIN = "admin", _("Administrator")
    COORDINATOR = "coordinator", _("Coordinator")
    MEMBER = "member", _("Member of a side")


class Action(models.TextChoices):
    """In the words of its button."""

    MEET = "meet", _("Move to “Meeting”")
    NEGOTIATE = "negotiate", _("Move to “Negotiating”")
    SIGN = "sign", _("Record the contract")
    CLOSE = "close", _("Close without a deal")
    REST = "rest", _("Put to rest")
    WAKE = "wake", _("Take up again")
    PLAN_MEETING = "plan_meeting", _("Plan a meeting")
    CANCEL_MEETING = "cancel_meeting", _("Cancel the meeting")
    SET_STEP = "set_step", _("Agree on the next step")
    FINISH_STEP = "finish_step", _("The next step is done")
    MARK_NDA = "mark_nda", _("Confidentiality agreement")
    TELL_STORY = "tell_story", _("May the contract be told of?")
    WRITE = "write", _("Write a message")
    NOTE = "note", _("Write a note")


class NotYourRole(DomainError):
    """Somebody of another part may do it, here or in another state."""


ALL = frozenset(ParticipantRole)
STAFF = frozenset({ParticipantRole.ADMIN, ParticipantRole.COORDINATOR})
MEMBERS = frozenset({ParticipantRole.MEMBER})

CONSENT, CONNECTED, MEETING, NEGOTIATING, SIGNED, CLOSED, DORMANT = (
    IntroductionState.CONSENT_PENDING,
    IntroductionState.CONNECTED,
    IntroductionState.MEETING,
    IntroductionState.NEGOTIATING,
    IntroductionState.CONTRACT_SIGNED,
    IntroductionState.CLOSED_NO_DEAL,
    IntroductionState.DORMANT,
)


def _under_way(parts: frozenset[ParticipantRole]) -> dict[IntroductionState, frozenset[ParticipantRole]]:
    return dict.fromkeys((CONNECTED, MEETING, NEGOTIATING), parts)


PERMISSIONS: Mapping[Action, Mapping[IntroductionState, frozenset[ParticipantRole]]] = {
    Action.MEET: {CONNECTED: ALL},
    Action.NEGOTIATE: {MEETING: ALL},
    Action.SIGN: {NEGOTIATING: ALL},
    Action.CLOSE: {CONSENT: STAFF, **_under_way(ALL)},
    Action.REST: {CONSENT: STAFF, **_under_way(ALL)},
    Action.WAKE: {DORMANT: ALL},
    Action.PLAN_MEETING: _under_way(ALL),
    Action.CANCEL_MEETING: _under_way(ALL),
    Action.SET_STEP: {CONSENT: STAFF, **_under_way(ALL)},
    Action.FINISH_STEP: {CONSENT: STAFF, **_under_way(ALL)},
    Action.MARK_NDA: {**_under_way(ALL), SIGNED: ALL},
    Action.TELL_STORY: {SIGNED: MEMBERS},
    Action.WRITE: dict.fromkeys(IntroductionState, ALL),
    Action.NOTE: dict.fromkeys(IntroductionState, ALL),
}

ONLY_ONCE_CONNECTED = frozenset({Action.WRITE})
"""Before that a member writes to nobody they do not know; coordinators know both sides."""


def may(introduction: Introduction, action: Action, viewer: Viewer) -> bool:
    """Whether ``viewer`` may do it now. Coordinators and administrators of other alliances have no part."""
    allowed = PERMISSIONS[action].get(IntroductionState(introduction.state), frozenset())
    if action in ONLY_ONCE_CONNECTED and not introduction.is_connected:
        allowed &= STAFF
    return not allowed.isdisjoint(roles_of(introduction, viewer))


def roles_of(introduction: Introduction, viewer: Viewer) -> frozenset[ParticipantRole]:
    parts = {
        ParticipantRole.ADMIN: viewer.is_admin,
        ParticipantRole.COORDINATOR: viewer.coordinates(introduction),
        ParticipantRole.MEMBER: viewer.acts_for_a_side_of(introduction),
    }
    return frozenset(part for part, is_played in parts.items() if is_played)


def check(introduction: Introduction, action: Action, *, by: User) -> Viewer:
    """Raises NotYourPart for who may never do it, TransitionRefused for who may, but not now."""
    viewer = Viewer.of(by)
    if may(introduction, action, viewer):
        return viewer
    ever = frozenset[ParticipantRole]().union(*PERMISSIONS[action].values())
    if ever.isdisjoint(roles_of(introduction, viewer)):
        raise NotYourRole(_("You have no part in this introduction that would let you do this."))
    raise TransitionRefused(_("This is not possible at this stage of the introduction."))


def allowed_actions(introduction: Introduction, viewer: Viewer) -> list[Action]:
    """What ``viewer`` may do now, the most likely first."""
    return [action for action in Action if may(introduction, action, viewer)]
