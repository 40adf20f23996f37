"""What a person may see of the two sides of an introduction.

Each side sees what the listing of the other shows to everybody, and once both have accepted, name and
contacts. Coordinators see the names from the start, because they proposed the pair. A coordinator who belongs
to a side sees what that side sees.
"""

from dataclasses import dataclass, field
from typing import Self

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from matching.models import Introduction, IntroductionSide
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing


@dataclass(frozen=True)
class Party:
    """One side as the viewer may see it."""

    side: IntroductionSide
    listing: Listing
    is_mine: bool
    name: str
    place: str
    note: str
    contacts: list[tuple[str, str]] = field(default_factory=list)
    is_revoked: bool = False
    """True if the verification of the enterprise was withdrawn. Everybody who sees the side reads that."""


@dataclass(frozen=True)
class Viewer:
    """The enterprises that a person acts for and the alliances they coordinate. Read once per page."""

    enterprises: frozenset[int]
    akin: frozenset[int]
    """Those, and the ones that are the same organisation by their name."""
    alliances: frozenset[int]
    is_admin: bool

    @classmethod
    def of(cls, user: User) -> Self:
        alliances = Alliance.objects.coordinated_by(user).values_list("pk", flat=True)
        akin = Enterprise.objects.akin_to(user).order_by().annotate(own=Exists(_memberships(user)))
        found = dict(akin.values_list("pk", "own"))
        own = frozenset(pk for pk, is_own in found.items() if is_own)
        return cls(own, frozenset(found), frozenset(alliances), user.is_superuser)

    def oversees(self, introduction: Introduction) -> bool:
        return self.is_admin or self.coordinates(introduction)

    def coordinates(self, introduction: Introduction) -> bool:
        """True if the viewer coordinates one of the two alliances and belongs to no side (decision 28).

        To belong to a namesake of a side is to belong to it: the row is another, the organisation the same.
        """
        either = {introduction.offer.alliance_id, introduction.demand.alliance_id}
        sides = {introduction.offer.enterprise_id, introduction.demand.enterprise_id}
        return not self.alliances.isdisjoint(either) and self.akin.isdisjoint(sides)

    def acts_for_a_side_of(self, introduction: Introduction) -> bool:
        return self.side_in(introduction) != ""

    def side_in(self, introduction: Introduction) -> str:
        """The side that the viewer acts for; empty for none."""
        own = [
            side for side in ListingKind if introduction.listing_of(side).enterprise_id in self.enterprises
        ]
        return own[0] if own else ""

    def parties(self, introduction: Introduction) -> list[Party]:
        """The two sides as the viewer may see them: the demand side, then the offer side."""
        sides = sorted(introduction.sides.all(), key=lambda each: each.side != ListingKind.DEMAND)
        return [self._party(introduction, side) for side in sides]

    def _party(self, introduction: Introduction, side: IntroductionSide) -> Party:
        listing = introduction.listing_of(side.side)
        is_mine = side.enterprise_id in self.enterprises
        oversees = self.oversees(introduction)
        is_known = is_mine or oversees or introduction.is_connected
        return Party(
            side=side,
            listing=listing,
            is_mine=is_mine,
            name=side.enterprise.name if is_known else listing.shown_enterprise,
            place=side.enterprise.place if is_known else listing.shown_place,
            note=side.note if is_mine or oversees or introduction.is_connected else "",
            contacts=contacts_of(side.enterprise) if introduction.is_connected else [],
            is_revoked=side.enterprise.is_revoked,
        )


def _memberships(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, enterprise=OuterRef("pk"))


def contacts_of(enterprise: Enterprise) -> list[tuple[str, str]]:
    """Label and value of every contact field of an enterprise."""
    return [
        (_("Enterprise"), enterprise.name),
        (_("Contact person"), enterprise.contact_name),
        (_("E-mail"), enterprise.contact_email),
        (_("Telephone"), enterprise.contact_phone),
        (_("Website"), enterprise.website),
    ]
