"""Who may do what with an introduction, state by state: one table for all use cases and pages."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.introductions.disclosure import Viewer
from matching.models import Introduction
from matching.states import IntroductionState
from ydeu.accounts.models import User
from ydeu.transitions import DomainError, TransitionRefused


class ParticipantRole(models.TextChoices):
    """The role of a person in an introduction. One person may have several."""

    ADMIN = "admin", _("Administrator")
    COORDINATOR = "coordinator", _("Coordinator")
    MEMBER = "member", _("Member of a side")


class Action(models.TextChoices):
    """An action. The label is the text of its button."""

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
    """The person has no role that may ever take the action."""


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


def _under_way(roles: frozenset[ParticipantRole]) -> dict[IntroductionState, frozenset[ParticipantRole]]:
    return dict.fromkeys((CONNECTED, MEETING, NEGOTIATING), roles)


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
"""A member may not write to the other side before both are connected. Coordinators know both sides."""


def may(introduction: Introduction, action: Action, viewer: Viewer) -> bool:
    """True if ``viewer`` may take the action now. Coordinators of other alliances have no role."""
    allowed = PERMISSIONS[action].get(IntroductionState(introduction.state), frozenset())
    if action in ONLY_ONCE_CONNECTED and not introduction.is_connected:
        allowed &= STAFF
    return not allowed.isdisjoint(roles_of(introduction, viewer))


def roles_of(introduction: Introduction, viewer: Viewer) -> frozenset[ParticipantRole]:
    roles = {
        ParticipantRole.ADMIN: viewer.is_admin,
        ParticipantRole.COORDINATOR: viewer.coordinates(introduction),
        ParticipantRole.MEMBER: viewer.acts_for_a_side_of(introduction),
    }
    return frozenset(role for role, is_held in roles.items() if is_held)


def check(introduction: Introduction, action: Action, *, by: User) -> Viewer:
    """Raises NotYourRole if ``by`` may never take the action, and TransitionRefused if only not now."""
    viewer = Viewer.of(by)
    if may(introduction, action, viewer):
        return viewer
    ever = frozenset[ParticipantRole]().union(*PERMISSIONS[action].values())
    if ever.isdisjoint(roles_of(introduction, viewer)):
        raise NotYourRole(_("You have no part in this introduction that would let you do this."))
    raise TransitionRefused(_("This is not possible at this stage of the introduction."))


def allowed_actions(introduction: Introduction, viewer: Viewer) -> list[Action]:
    """The actions that ``viewer`` may take now, the most likely first."""
    return [action for action in Action if may(introduction, action, viewer)]
