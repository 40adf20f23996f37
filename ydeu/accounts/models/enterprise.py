from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import industries, regions
from ydeu.accounts.enums import Label, Origin, Size
from ydeu.accounts.fields import CodeListField, FoldedNameField
from ydeu.accounts.folding import fold_name
from ydeu.accounts.models.user import User
from ydeu.accounts.validators import validate_credit_code

ALREADY_REGISTERED = _(
    "This enterprise is already registered. Please ask its owner to invite you, or write to us."
)


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    def verified(self) -> Self:
        return self.filter(verified_at__isnull=False)

    def awaiting_verification(self) -> Self:
        """Unverified enterprises with members. An imported one has none at first and is not included."""
        return self.filter(verified_at__isnull=True, memberships__isnull=False).distinct()

    def of(self, user: User) -> Self:
        """The enterprises that ``user`` is a member of."""
        return self.filter(memberships__user=user)

    def akin_to(self, user: User) -> Self:
        """The enterprises of ``user``, and those with the name of one of them in any spelling."""
        own = Enterprise.objects.of(user).order_by().values("folded_name")
        return self.filter(folded_name__in=own)

    def visible_to(self, user: User) -> Self:
        """Enterprises whose account pages ``user`` may open: their own, or all for an administrator."""
        return self if user.is_superuser else self.of(user)

    def named(self, names: Iterable[str]) -> Self:
        """The enterprises with one of the names, in any spelling."""
        return self.filter(folded_name__in={fold_name(name) for name in names})

    def namesakes_of(self, enterprise: "Enterprise") -> Self:
        """The other enterprises with the name of ``enterprise``, in any spelling."""
        return self.named([enterprise.name]).exclude(pk=enterprise.pk)

    def update(self, **changes: Any) -> int:
        """Update the rows. A new ``name`` is folded too."""
        if isinstance(changes.get("name"), str):
            changes["folded_name"] = fold_name(changes["name"])
        return super().update(**changes)


class Enterprise(models.Model):
    """A legal person that offers or seeks. The unified social credit code (GB 32100-2015) identifies it."""

    name = models.CharField(_("name"), max_length=200)
    folded_name = FoldedNameField(_("folded name"))
    """Two rows with one folded name are one organisation: they are never paired with each other."""
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        unique=True,
        null=True,
        validators=[validate_credit_code],
        help_text=_("18 characters, as on the business licence."),
        error_messages={"unique": ALREADY_REGISTERED},
    )
    province = models.CharField(_("province"), max_length=2, choices=regions.province_choices, blank=True)
    city = models.CharField(_("city"), max_length=4, choices=regions.city_choices, blank=True)
    size = models.CharField(_("size"), max_length=20, choices=Size, blank=True)
    industry = models.CharField(
        _("industry"),
        max_length=2,
        choices=industries.choices,
        blank=True,
        help_text=_("Division of the national classification GB/T 4754-2017."),
    )
    labels = CodeListField(_("recognitions"), choices=Label.choices)
    website = models.URLField(_("website"), blank=True)
    introduction = models.TextField(_("about the enterprise"), max_length=1000, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=80, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    origin = models.CharField(
        _("origin"), max_length=12, choices=Origin, default=Origin.REGISTERED, editable=False
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified by"),
    )
    revoked_at = models.DateTimeField(_("verification withdrawn at"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row. The folded name is saved with the name."""
        if kwargs.get("update_fields") is not None and "name" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded_name"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("accounts:enterprise_detail", args=[self.pk])

    def clean(self) -> None:
        """Check that the city is in the province."""
        if self.city and self.province and regions.province_of(self.city) != self.province:
            message = _("%(city)s does not lie in %(province)s.")
            names = {"city": regions.name(self.city), "province": regions.name(self.province)}
            raise ValidationError({"city": ValidationError(message, params=names, code="province")})

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @property
    def is_revoked(self) -> bool:
        """True if it was verified and is not any more. Its listings may not be published."""
        return self.revoked_at is not None and not self.is_verified

    @property
    def has_settled_identity(self) -> bool:
        """True if others have read its name and code as verified, or as imported by an administrator.

        A new name or code is then a request (``identity.py``).
        """
        return self.is_verified or self.is_revoked or self.origin == Origin.IMPORTED

    def is_same_as(self, other: "Enterprise") -> bool:
        """True if both rows stand for one organisation: the same row, folded name or credit code."""
        if self.pk == other.pk or fold_name(self.name) == fold_name(other.name):
            return True
        return self.credit_code is not None and self.credit_code == other.credit_code

    @property
    def place(self) -> str:
        """Province and city in the reader's language."""
        parts = [regions.name(code) for code in (self.province, self.city) if code]
        return " · ".join(dict.fromkeys(part for part in parts if part))

    @property
    def label_names(self) -> list[str]:
        """Its recognitions in the reader's language."""
        names = dict(Label.choices)
        return [str(names[code]) for code in self.labels if code in names]
