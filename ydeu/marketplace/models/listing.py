from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import regions
from ydeu.accounts.enums import Language
from ydeu.accounts.fields import CodeListField
from ydeu.accounts.models import Enterprise
from ydeu.alliances.enums import ChainSegment
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import CooperationMode, ListingKind, StrategicIndustry, Visibility
from ydeu.marketplace.keyword_fields import KeywordsField
from ydeu.marketplace.models import numbers
from ydeu.marketplace.models.listing_query import USUAL_DAYS, ListingQuerySet
from ydeu.marketplace.models.shown_poster import ShownPoster
from ydeu.marketplace.states import EDITABLE, State
from ydeu.workdays import calendar


class Listing(ShownPoster):
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row. A new one gets a drawn number; see ``numbers.draw``."""
        if self.pk is None and (number := numbers.draw()) is not None:
            self.pk, kwargs["force_insert"] = number, True
        super().save(*args, **kwargs)

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
