from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import User


class AllianceQuerySet(models.QuerySet["Alliance"]):
    def coordinated_by(self, user: User) -> Self:
        """The alliances that ``user`` coordinates, or all for an administrator."""
        return self if user.is_superuser else self.filter(coordinators__user=user)

    def verified(self) -> Self:
        return self.filter(verified=True)


class Alliance(models.Model):
    """An industrial chain alliance of the union. That it exists is a claim, so the row has the evidence."""

    slug = models.SlugField(_("short name in addresses"), unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=120, unique=True)
    name_en = models.CharField(_("English name"), max_length=160)
    description_zh = models.TextField(_("description in Chinese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    source_url = models.URLField(_("web page that proves it"), blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    verified = models.BooleanField(_("evidence checked"), default=False)
    is_sample = models.BooleanField(_("sample, not a real alliance"), default=False, editable=False)
    days_to_publish = models.PositiveSmallIntegerField(
        _("working days until a listing is answered"),
        default=5,
        validators=[MinValueValidator(1)],
        help_text=_("From its submission until it is published, sent back or turned down."),
    )
    days_to_decide = models.PositiveSmallIntegerField(
        _("working days until a pair is decided"),
        default=7,
        validators=[MinValueValidator(1)],
        help_text=_("Between two alliances the shorter time counts. A change takes effect within the hour."),
    )
    days_to_answer = models.PositiveSmallIntegerField(
        _("working days until each side answers an introduction"),
        default=10,
        validators=[MinValueValidator(1)],
    )
    second_opinion = models.BooleanField(
        _("second opinion"),
        default=False,
        help_text=_("A pair with another alliance is approved when a coordinator of each has agreed."),
    )

    objects = AllianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        ordering = ("-verified", "slug")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("alliances:detail", args=[self.slug])

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    @property
    def description(self) -> str:
        return self.description_en if (get_language() or "").startswith("en") else self.description_zh
