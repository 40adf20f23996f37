"""Tell the participants of an introduction what has happened in it.

No notice names the enterprise of an anonymous listing. The page shows the name when it may be shown.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from matching.models import Introduction
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.alliances.models import Coordinator
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice


def tell_side(
    kind: NoticeKind,
    introduction: Introduction,
    side: str,
    *,
    url: str = "",
    delay: timedelta = timedelta(0),
    **details: Any,
) -> Notice:
    """Tell a side: the person who posted its listing, and the person who answered for it.

    If the poster no longer acts for the enterprise, the notice goes to its owner. Returns the notice to
    the poster or the owner.
    """
    own, other = introduction.listing_of(side), introduction.listing_of(ListingKind(side).opposite)
    context = {
        "introduction": introduction.pk,
        "title": str(own),
        "other_title": str(other),
        "other_enterprise": "" if other.is_anonymous else other.enterprise.name,
        **details,
    }
    common: dict[str, Any] = {
        "enterprise": own.enterprise,
        "url": url or introduction.get_absolute_url(),
        "context": context,
        "delay": delay,
    }
    notice = notices.tell(kind, user=_poster(own), **common)
    for person in _respondents(introduction, side):
        if person != notice.recipient:
            notices.tell(kind, user=person, **common)
    return notice


def tell_sides(
    kind: NoticeKind, introduction: Introduction, *, but: User | None = None, **details: Any
) -> None:
    """Tell both sides, without a side whose enterprise ``but`` acts for."""
    own = Enterprise.objects.of(but) if but else Enterprise.objects.none()
    done_by = set(own.values_list("pk", flat=True))
    for side in ListingKind:
        if introduction.listing_of(side).enterprise_id not in done_by:
            tell_side(kind, introduction, side, **details)


def tell_coordinators(
    kind: NoticeKind, introduction: Introduction, *, but: User | None = None, url: str = "", **details: Any
) -> None:
    for user in coordinators_of(introduction):
        if user != but:
            notices.tell(
                kind,
                user=user,
                url=url or introduction.get_absolute_url(),
                context={
                    "introduction": introduction.pk,
                    "title": str(introduction.demand),
                    "other_title": str(introduction.offer),
                    **details,
                },
            )


def coordinators_of(introduction: Introduction) -> Iterable[User]:
    """The person who opened it, if still in charge; else all coordinators who belong to no side.

    In charge are the impartial coordinators of either alliance and the administrators.
    """
    alliances = (introduction.offer.alliance_id, introduction.demand.alliance_id)
    people = User.objects.filter(is_active=True)
    parties = (introduction.offer.enterprise_id, introduction.demand.enterprise_id)
    partial = Membership.objects.of_organisations(parties).values("user")
    impartial = Coordinator.objects.exclude(user__in=partial)
    all_of_them = people.filter(
        pk__in=impartial.filter(alliance__in=[pk for pk in alliances if pk]).values("user")
    )
    still_in_charge = people.filter(Q(pk__in=all_of_them.values("pk")) | Q(is_superuser=True))
    opener = list(still_in_charge.filter(pk=introduction.opened_by_id or 0))
    return opener or list(all_of_them.order_by("pk"))


def _respondents(introduction: Introduction, side: str) -> QuerySet[User]:
    """The person who answered for the side, if they still act for its enterprise."""
    answered = introduction.sides.filter(side=side, enterprise__memberships__user=F("answered_by"))
    return User.objects.filter(pk__in=answered.values("answered_by"))


def _poster(listing: Listing) -> User | None:
    """The person who posted the listing, if they still act for its enterprise. An importer never did."""
    membership = Membership.objects.filter(user=listing.created_by, enterprise=listing.enterprise)
    return listing.created_by if listing.created_by and membership.exists() else None
