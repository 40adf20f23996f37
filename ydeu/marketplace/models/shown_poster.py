"""The columns of a listing that say what a reader learns of its poster without a name."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import industries, regions
from ydeu.accounts.enums import Size
from ydeu.alliances.enums import ChainSegment
from ydeu.marketplace.enums import Visibility

SHOWN_FOR = timedelta(hours=1)
"""Older values are not shown: the union may have changed, and nobody has counted since."""
RENEWED_AFTER = timedelta(minutes=20)


def is_fresh() -> Q:
    """A condition that is true for listings whose shown values still hold."""
    return Q(shown_as_of__gt=timezone.now() - SHOWN_FOR)


class ShownPoster(models.Model):
    """What an anonymous listing shows of its poster. ``shown_posters.refresh`` computes it."""

    shows_alliance = models.BooleanField(_("shows its alliance"), default=False, editable=False)
    shown_segment = models.CharField(_("shown chain segment"), max_length=12, blank=True, editable=False)
    shown_region = models.CharField(_("shown region"), max_length=5, blank=True, editable=False)
    shown_industry = models.CharField(_("shown industry"), max_length=2, blank=True, editable=False)
    shown_size = models.CharField(_("shown size"), max_length=20, blank=True, editable=False)
    shown_as_of = models.DateTimeField(_("shown values computed"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_anonymous(self: Any) -> bool:
        return bool(self.visibility == Visibility.ANONYMOUS)

    @property
    def is_counted(self) -> bool:
        """True if the stored values still hold."""
        return self.shown_as_of is not None and self.shown_as_of > timezone.now() - SHOWN_FOR

    @property
    def shown_enterprise(self: Any) -> str:
        """The name of the enterprise for a stranger."""
        return str(_("Anonymous until introduced")) if self.is_anonymous else self.enterprise.name

    @property
    def shown_place(self: Any) -> str:
        """Province and city for a stranger. For an anonymous listing, a region that many share."""
        if not self.is_anonymous:
            return str(self.enterprise.place)
        return regions.name(self.shown_region) if self.is_counted else ""

    @property
    def shown_industry_name(self: Any) -> str:
        """The division for a stranger. For an anonymous listing, possibly the section or nothing."""
        if not self.is_anonymous:
            return industries.name(self.enterprise.industry)
        return industries.name(self.shown_industry) if self.is_counted else ""

    @property
    def shown_size_name(self: Any) -> str:
        code = self.shown_size if self.is_anonymous else self.enterprise.size
        return str(Size(code).label) if code and (self.is_counted or not self.is_anonymous) else ""

    @property
    def shown_alliance(self: Any) -> Any:
        """The alliance for a stranger. None if there is none, or too few enterprises of it can be named."""
        return self.alliance if not self.is_anonymous or (self.shows_alliance and self.is_counted) else None

    @property
    def shown_segment_name(self: Any) -> str:
        code = self.shown_segment if self.is_anonymous else self.chain_segment
        return str(ChainSegment(code).label) if code and (self.is_counted or not self.is_anonymous) else ""

    @property
    def shown_parts(self) -> list[str]:
        """Everything that a stranger reads about the poster, for the poster to check."""
        alliance = self.shown_alliance
        said = [alliance.name if alliance else "", self.shown_segment_name]
        return [
            part for part in [*said, self.shown_place, self.shown_industry_name, self.shown_size_name] if part
        ]
