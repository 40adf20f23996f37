from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.enums import SIDES, Answer, CloseReason, EventKind
from matching.states import IntroductionState
from ydeu.audit.following import FollowedQuerySet


class IntroductionEvent(models.Model):
    """Something that happened in an introduction. Written in the same transaction, never changed.

    Both sides may read it unless ``is_internal``. Only coordinators see the actor.
    """

    introduction = models.ForeignKey("matching.Introduction", models.CASCADE, related_name="events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    what = models.CharField(_("what"), max_length=20, choices=EventKind, default=EventKind.MOVED)
    from_state = models.CharField(_("from"), max_length=16, choices=IntroductionState, blank=True)
    to_state = models.CharField(_("to"), max_length=16, choices=IntroductionState)
    side = models.CharField(_("side"), max_length=6, choices=SIDES, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    reason = models.CharField(_("reason"), max_length=16, choices=CloseReason, blank=True)
    note = models.TextField(_("note"), blank=True)
    is_internal = models.BooleanField(_("for coordinators only"), default=False)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = FollowedQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"
