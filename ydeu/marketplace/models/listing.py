from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import regions
from ydeu.accounts.enums import Language
from ydeu.accounts.fields import CodeListField
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.alliances.enums import ChainSegment
from ydeu.alliances.models import Alliance, Coordinator
from ydeu.marketplace.enums import CooperationMode, ListingKind, StrategicIndustry, Visibility
from ydeu.marketplace.keyword_fields import KeywordsField
from ydeu.marketplace.states import EDITABLE, State
from ydeu.workdays import calendar

USUAL_DAYS = Alliance._meta.get_field("days_to_publish").default
"""The default of ``days_to_publish``, for listings without an alliance."""


def is_known_to_the_union(user: Any) -> Q:
    """A condition that is true for members of a verified enterprise, coordinators and administrators.

    Anyone can sign up, so other accounts count as visitors.
    """
    if not user.is_authenticated:
        return Q(pk__in=[])
    if user.is_superuser:
        return Q(pk__isnull=False)
    members = Enterprise.objects.verified().of(user)
    return Q(Exists(members)) | Q(Exists(Coordinator.objects.filter(user=user)))


class ListingQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def submitted(self) -> Self:
        return self.filter(state=State.SUBMITTED)

    def awaiting_matching(self) -> Self:
        """Published listings with a revision that is not matched yet."""
        return self.published().filter(matched_revision__lt=F("revision"))

    def changed_since(self, moment: datetime) -> Self:
        """Listings in any state whose state or revision changed. Open transactions may add more."""
        return self.filter(changed_at__gte=moment)

    def unanswered(self, now: datetime) -> Self:
        """Submitted listings that wait longer than their alliance (by default ``USUAL_DAYS``) promises."""
        promises = set(Alliance.objects.order_by().values_list("days_to_publish", flat=True).distinct())
        workdays = calendar.current()
        too_long = Q(alliance=None, submitted_at__lte=workdays.before(now, USUAL_DAYS))
        for days in promises:
            too_long |= Q(alliance__days_to_publish=days, submitted_at__lte=workdays.before(now, days))
        return self.submitted().filter(too_long)

    def untold(self) -> Self:
        """Listings of which the administrators were not told since the last submission."""
        return self.filter(Q(overdue_told_at__isnull=True) | Q(overdue_told_at__lt=F("submitted_at")))

    def overdue(self, today: date) -> Self:
        return self.published().filter(valid_until__lt=today)

    def ending(self, today: date, before: date) -> Self:
        """Published listings that end earlier than ``before`` and whose owner was not warned of that."""
        soon = self.published().filter(valid_until__gte=today, valid_until__lt=before)
        return soon.exclude(warned_for=F("valid_until")).answerable()

    def silent_since(self, moment: datetime) -> Self:
        """Published listings of silent owners: no change, answer or log-in since, and not asked yet."""
        people = Membership.objects.filter(enterprise=OuterRef("enterprise"), user__last_login__gte=moment)
        quiet = self.published().filter(
            asked_at=None, changed_at__lt=moment, updated_at__lt=moment, published_at__lt=moment
        )
        return quiet.exclude(confirmed_at__gte=moment).filter(~Exists(people)).answerable()

    def unanswered_since(self, moment: datetime) -> Self:
        """Published listings whose owner was asked before ``moment`` and has not answered."""
        return self.published().filter(asked_at__lt=moment)

    def over_since(self, moment: datetime) -> Self:
        """Listings that ended before ``moment``. A paused listing ends with its validity."""
        ended = Q(state__in=(State.EXPIRED, State.FULFILLED, State.WITHDRAWN, State.REJECTED))
        paused = Q(state=State.PAUSED, valid_until__lt=timezone.localdate(moment))
        return self.filter((ended & Q(changed_at__lt=moment)) | paused)

    def abandoned_since(self, moment: datetime) -> Self:
        """Listings paused because nobody answered, and asked before ``moment``."""
        return self.filter(state=State.PAUSED, asked_at__lt=moment)

    def answerable(self) -> Self:
        """Listings of enterprises with a member who can answer. Imported enterprises often have none."""
        people = Membership.objects.filter(enterprise=OuterRef("enterprise"), user__is_active=True)
        return self.filter(Exists(people))

    def owned_by(self, user: User) -> Self:
        return self.filter(enterprise__in=Enterprise.objects.of(user))

    def of_others_than(self, user: User) -> Self:
        return self.exclude(enterprise__in=Enterprise.objects.of(user))

    def published_between(self, after: datetime, until: datetime) -> Self:
        """Listings first published in this time. A listing that was paused or renewed is not new."""
        return self.filter(published_at__gt=after, published_at__lte=until)

    def current(self) -> Self:
        """Published listings that are valid today. Those that have ended may still wait for the sweeper."""
        return self.published().exclude(valid_until__lt=timezone.localdate())

    def open_to(self, user: Any) -> Self:
        """The public listings, and all others if ``is_known_to_the_union`` accepts ``user``."""
        return self.filter(Q(visibility=Visibility.PUBLIC) | is_known_to_the_union(user))

    def browsable_by(self, user: Any) -> Self:
        """The listings on the browse pages of ``user``."""
        return self.current().open_to(user)

    def once_browsable_by(self, user: Any) -> Self:
        """The listings that ``user`` can browse now or could browse before they left."""
        return self.filter(published_at__isnull=False).open_to(user)

    def visible_to(self, user: Any) -> Self:
        """Listings that ``user`` may open: published, own, and those of alliances that they coordinate."""
        if not user.is_authenticated:
            return self.browsable_by(user)
        if user.is_superuser:
            return self
        coordinated = Q(alliance__in=Alliance.objects.coordinated_by(user)) & ~Q(state=State.DRAFT)
        own = Q(enterprise__in=Enterprise.objects.of(user))
        open_ones = Q(visibility=Visibility.PUBLIC) | is_known_to_the_union(user)
        return self.filter(Q(state=State.PUBLISHED) & open_ones | own | coordinated)

    def coordinated_by(self, user: User) -> Self:
        """Listings submitted to the alliances that ``user`` coordinates. For an administrator, to any."""
        alliances = Alliance.objects.coordinated_by(user)
        return self.exclude(state=State.DRAFT).filter(alliance__in=alliances)

    def with_parties(self) -> Self:
        return self.select_related("enterprise", "alliance")


class Listing(models.Model):
    """The columns that offers and demands share. ``listing_fields`` has the properties of each."""

    kind: ClassVar[ListingKind]

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="%(class)ss", verbose_name=_("enterprise")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("posted by")
    )
    external_id = models.CharField(
        _("number in the system it was imported from"), max_length=120, unique=True, null=True, editable=False
    )
    title = models.CharField(_("title"), max_length=256, blank=True)
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("Who you are, what it is, what it is for and which cooperation you seek."),
    )
    description = models.TextField(_("description"), blank=True)
    alliance = models.ForeignKey(
        Alliance,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("alliance"),
        help_text=_("Its coordinators review the matches."),
    )
    chain_segment = models.CharField(_("chain segment"), max_length=12, choices=ChainSegment, blank=True)
    technology_keywords = KeywordsField(_("technology keywords"))
    market_keywords = KeywordsField(_("market keywords"))
    strategic_industry = models.CharField(
        _("strategic emerging industry"), max_length=12, choices=StrategicIndustry, blank=True
    )
    cooperation_modes = CodeListField(_("cooperation modes"), choices=CooperationMode.choices)
    partner_sought = models.TextField(
        _("partner sought"), blank=True, help_text=_("Kind of partner and what they would do.")
    )
    target_regions = CodeListField(_("target regions"), choices=regions.province_choices)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.CHINESE)
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.DRAFT, editable=False, db_index=True
    )
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    matched_revision = models.PositiveIntegerField(_("revision last matched"), default=0, editable=False)
    matched_at = models.DateTimeField(_("last matched"), null=True, editable=False)
    matching_since = models.DateTimeField(_("taken by a matching worker"), null=True, editable=False)
    moderated_revision = models.PositiveIntegerField(_("revision last moderated"), default=0, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    overdue_told_at = models.DateTimeField(
        _("administrators were told that it waits too long"), null=True, editable=False
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_at = models.DateTimeField(
        _("state or revision changed"), default=timezone.now, editable=False, db_index=True
    )
    """For copies of the market, such as the index: they read what changed since their last look."""

    warned_for = models.DateField(_("end of validity its owner was told of"), null=True, editable=False)
    asked_at = models.DateTimeField(_("asked whether it is still open"), null=True, editable=False)
    """Set until somebody confirms, edits or renews the listing, also while it is paused for silence."""
    confirmed_at = models.DateTimeField(_("said to be still open"), null=True, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-published_at", "-pk")

    def __str__(self) -> str:
        return self.title or str(_("Untitled draft"))

    def get_absolute_url(self) -> str:
        return reverse(f"marketplace:{self.kind}_detail", args=[self.pk])

    @property
    def answer_due_at(self) -> datetime | None:
        """The promised time of an answer to the submission. None if the listing is not submitted."""
        if self.state != State.SUBMITTED or self.submitted_at is None:
            return None
        days = self.alliance.days_to_publish if self.alliance else USUAL_DAYS
        return calendar.current().after(self.submitted_at, days)

    @property
    def is_answer_overdue(self) -> bool:
        return self.answer_due_at is not None and self.answer_due_at <= timezone.now()

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def request_for_changes(self) -> Any:
        """The event with the administrator's note, while the owner has to make changes. Otherwise None."""
        asked = State.CHANGES_REQUESTED
        if not self.pk or self.state != asked:
            return None
        return self.events.filter(to_state=asked).last()  # type: ignore[attr-defined]

    @property
    def is_anonymous(self) -> bool:
        return self.visibility == Visibility.ANONYMOUS

    def is_handled_by(self, user: Any) -> bool:
        """True if ``user`` is a member of the enterprise, a coordinator of the alliance or administrator."""
        if not user.is_authenticated:
            return False
        return user.is_superuser or self.is_owned_by(user) or self.is_coordinated_by(user)

    def is_coordinated_by(self, user: Any) -> bool:
        if self.alliance_id is None:
            return False
        return Alliance.objects.coordinated_by(user).filter(pk=self.alliance_id).exists()

    def is_owned_by(self, user: Any) -> bool:
        return user.is_authenticated and Enterprise.objects.of(user).filter(pk=self.enterprise_id).exists()

    def is_known_to(self, user: Any) -> bool:
        """True if ``user`` may know the enterprise of the listing."""
        return not self.is_anonymous or self.is_handled_by(user)

    @property
    def is_stale(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    @property
    def cooperation_mode_labels(self) -> list[str]:
        return [str(CooperationMode(code).label) for code in self.cooperation_modes]

    @property
    def target_region_labels(self) -> list[str]:
        return [regions.name(code) for code in self.target_regions]

    @property
    def shown_enterprise(self) -> str:
        """The name of the enterprise for a stranger."""
        return str(_("Anonymous until introduced")) if self.is_anonymous else self.enterprise.name

    @property
    def shown_place(self) -> str:
        """Province and city. For an anonymous listing, only the province."""
        return self.enterprise.get_province_display() if self.is_anonymous else self.enterprise.place
