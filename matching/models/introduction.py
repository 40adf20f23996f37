from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, Least, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import Answer, CloseReason, EventKind
from matching.models.introduction_event import IntroductionEvent
from matching.models.introduction_meeting import IntroductionMeeting
from matching.models.introduction_message import IntroductionMessage
from matching.models.introduction_note import IntroductionNote
from matching.models.introduction_side import IntroductionSide
from matching.models.introduction_step import IntroductionStep
from matching.models.suggestion import Suggestion
from matching.states import UNDER_WAY, IntroductionState
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Listing, Offer
from ydeu.marketplace.states import State

WITHDRAWN = frozenset({State.WITHDRAWN, State.ARCHIVED})
"""A listing in another state, such as paused, expired or fulfilled, does not end an introduction."""


def _late_first() -> list[Any]:
    """The order in which late rows come first. The rows need ``due_on``, the day of their next step."""
    is_late = Q(state__in=UNDER_WAY, due_on__lt=timezone.localdate())
    return [
        Case(When(is_late, then=Value(0)), default=Value(1)).asc(),
        Case(When(is_late, then=F("due_on"))).asc(),
        F("opened_at").desc(),
        F("pk").desc(),
    ]


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def visible_to(self, user: User) -> Self:
        """Visible to the members of both sides, the coordinators of either alliance, and administrators.

        Not to a coordinator who belongs to a namesake of a side (decision 28).
        """
        if user.is_superuser:
            return self
        coordinated = Alliance.objects.coordinated_by(user).values("pk")
        own = Enterprise.objects.of(user).values("pk")
        akin = Enterprise.objects.akin_to(user).values("pk")
        is_party = Q(offer__enterprise__in=own) | Q(demand__enterprise__in=own)
        is_partial = Q(offer__enterprise__in=akin) | Q(demand__enterprise__in=akin)
        coordinates = Q(offer__alliance__in=coordinated) | Q(demand__alliance__in=coordinated)
        return self.filter(is_party | (coordinates & ~is_partial))

    def with_parties(self) -> Self:
        return self.select_related(
            "offer__enterprise", "offer__alliance", "demand__enterprise", "demand__alliance"
        ).prefetch_related("sides__enterprise")

    def with_open_step(self) -> Self:
        """Each row with ``open_steps``, a list of its next step or empty. ``next_step`` reads it."""
        return self.prefetch_related(Prefetch("steps", IntroductionStep.objects.open(), to_attr="open_steps"))

    def open(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def overdue(self, today: date) -> Self:
        """Open introductions whose next step was due before ``today``."""
        late = IntroductionStep.objects.open().filter(introduction=OuterRef("pk"), due_on__lt=today)
        return self.open().filter(Exists(late))

    def overdue_first(self) -> Self:
        """Those with a late next step first, the longest overdue at the top; then the newest."""
        step = IntroductionStep.objects.open().filter(introduction=OuterRef("pk"))
        return self.annotate(due_on=Subquery(step.values("due_on")[:1])).order_by(*_late_first())

    def first_of_each_state(self, most: int) -> Self:
        """At most ``most`` of each state, in the order of ``overdue_first``."""
        place = Window(RowNumber(), partition_by=F("state"), order_by=_late_first())
        return self.overdue_first().annotate(place=place).filter(place__lte=most)

    def count_of_states(self) -> dict[str, int]:
        rows = self.order_by().values_list("state").annotate(number=Count("pk", distinct=True))
        return dict(rows)

    def silent_since(self, moment: datetime) -> Self:
        """Introductions that have waited for an answer since ``moment`` or longer."""
        waiting = IntroductionState.CONSENT_PENDING
        return self.filter(state=waiting, waiting_since__lte=moment)

    def to_answer_within(self, days: int) -> Self:
        """Introductions to be answered in ``days``. Between two alliances the shorter time counts."""
        usual = Alliance._meta.get_field("days_to_answer").default
        given = (Coalesce(F(f"{side}__alliance__days_to_answer"), usual) for side in ListingKind)
        return self.annotate(days=Least(*given)).filter(days=days)

    def reminded_in_vain_since(self, moment: datetime) -> Self:
        """Introductions with a side that was reminded at ``moment`` or before and has not answered."""
        silent = IntroductionSide.objects.filter(
            introduction=OuterRef("pk"), state=Answer.WAITING, reminded_at__lte=moment
        )
        return self.filter(Exists(silent), state=IntroductionState.CONSENT_PENDING)

    def waiting_in_vain(self) -> Self:
        """Introductions that wait for answers, or did when they were put to rest, for a withdrawn listing."""
        waiting = IntroductionState.CONSENT_PENDING
        asleep = Q(state=IntroductionState.DORMANT, slept_from__in=("", waiting))
        is_withdrawn = Q(offer__state__in=WITHDRAWN) | Q(demand__state__in=WITHDRAWN)
        return self.filter(Q(state=waiting) | asleep, is_withdrawn)

    def standing_still(self, since: datetime) -> Self:
        """Connected introductions with no event, message, note, meeting or due step after ``since``."""
        ours = {"introduction": OuterRef("pk")}
        return self.filter(state__in=UNDER_WAY - {IntroductionState.CONSENT_PENDING}).exclude(
            Exists(IntroductionEvent.objects.filter(**ours, at__gt=since))
            | Exists(IntroductionMessage.objects.filter(**ours, written_at__gt=since))
            | Exists(IntroductionNote.objects.filter(**ours, written_at__gt=since))
            | Exists(IntroductionMeeting.objects.coming(since).filter(**ours))
            | Exists(IntroductionStep.objects.open().filter(**ours, due_on__gt=timezone.localdate(since)))
        )

    def all_reminded(self, *, is_so: bool) -> Self:
        """Introductions in which nothing has happened since both sides were reminded.

        ``is_so=False`` gives the others. A reminder to both sides is an event without a side.
        """
        ours = {"introduction": OuterRef("pk")}
        latest = IntroductionEvent.objects.filter(**ours).order_by("-pk")
        reminders = IntroductionEvent.objects.filter(**ours, what=EventKind.REMINDED, side="")
        written = IntroductionMessage.objects.filter(**ours, written_at__gt=OuterRef("reminded_at"))
        return (
            self.annotate(
                last_event=Subquery(latest.values("pk")[:1]),
                reminder=Coalesce(Subquery(reminders.order_by("-pk").values("pk")[:1]), 0),
                reminded_at=Subquery(reminders.order_by("-pk").values("at")[:1]),
            )
            .annotate(is_reminded=Q(last_event=F("reminder")) & ~Exists(written))
            .filter(is_reminded=is_so)
        )


class Introduction(models.Model):
    """An approved pair on its way to a contract, or to a close with a reason."""

    suggestion = models.OneToOneField(
        Suggestion, models.PROTECT, related_name="introduction", verbose_name=_("suggestion")
    )
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="introductions", verbose_name=_("offer"))
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="introductions", verbose_name=_("demand"))
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=IntroductionState,
        default=IntroductionState.CONSENT_PENDING,
        editable=False,
    )
    slept_from = models.CharField(
        _("state before it fell asleep"), max_length=16, choices=IntroductionState, blank=True, editable=False
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    waiting_since = models.DateTimeField(_("waiting for answers since"), default=timezone.now)
    connected_at = models.DateTimeField(_("connected"), null=True)
    nda_signed_on = models.DateField(_("confidentiality agreement signed on"), null=True)
    close_reason = models.CharField(_("reason"), max_length=16, choices=CloseReason, blank=True)
    close_note = models.TextField(_("note on the reason"), blank=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ("-opened_at", "-pk")
        indexes = (models.Index(fields=("state", "waiting_since"), name="introduction_waiting"),)

    def __str__(self) -> str:
        return f"{self.demand} ↔ {self.offer}"

    def get_absolute_url(self) -> str:
        return reverse("matching:introduction_detail", args=[self.pk])

    @property
    def is_connected(self) -> bool:
        """True once both sides have accepted. From then on, each may see the other's contacts."""
        return self.connected_at is not None

    @property
    def is_open(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def has_anonymous_side(self) -> bool:
        return self.offer.is_anonymous or self.demand.is_anonymous

    @property
    def next_step(self) -> IntroductionStep | None:
        """The open next step. No query for rows that were read by ``with_open_step``."""
        steps: Any = getattr(self, "open_steps", None)
        return next(iter(steps if steps is not None else self.steps.open()), None)

    def listing_of(self, side: str) -> Listing:
        return self.offer if side == ListingKind.OFFER else self.demand
