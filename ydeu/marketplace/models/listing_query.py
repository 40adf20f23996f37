"""The queries on listings, and who may see which of them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import TruncDay
from django.utils import timezone

from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.alliances.models import Alliance, Coordinator
from ydeu.marketplace.enums import Visibility
from ydeu.marketplace.models import numbers
from ydeu.marketplace.states import State
from ydeu.workdays import calendar

NEWEST_FIRST = (
    TruncDay("published_at").desc(nulls_last=True),
    Case(When(visibility=Visibility.ANONYMOUS, then=None), default=F("published_at")).desc(nulls_last=True),
    "-pk",
)
"""The order of the lists that strangers read. An anonymous listing stands at the beginning of its day.

Next to those that were published in the same minute, a reader would see whose import it came with.
"""

USUAL_DAYS = Alliance._meta.get_field("days_to_publish").default
"""The default of ``days_to_publish``, for listings without an alliance."""


def knows_poster(user: Any) -> Q:
    """A condition that is true if ``user`` may know the enterprise. See ``Listing.is_known_to``."""
    known = ~Q(visibility=Visibility.ANONYMOUS)
    if not user.is_authenticated:
        return known
    if user.is_superuser:
        return Q(pk__isnull=False)
    own = Q(enterprise__in=Enterprise.objects.of(user))
    return known | own | Q(alliance__in=Alliance.objects.coordinated_by(user))


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
        """Listings that the administrators were not told of since the last submission."""
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
        return self.current().open_to(user).order_by(*NEWEST_FIRST)

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

    def anonymous(self) -> Self:
        return self.filter(visibility=Visibility.ANONYMOUS)

    def named(self) -> Self:
        """The listings that show their enterprise to everyone who may read them."""
        return self.exclude(visibility=Visibility.ANONYMOUS)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Create the rows with drawn numbers. See ``numbers.draw``."""
        rows = list(objs)
        for row in rows:
            row.pk = row.pk or numbers.draw()
        return super().bulk_create(rows, *args, **kwargs)
