from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace.models.checked_file import CheckedFile
from ydeu.marketplace.models.demand import Demand
from ydeu.marketplace.models.listing import Listing
from ydeu.marketplace.models.offer import Offer


class Attachment(CheckedFile):
    """A file of a listing in private storage. Every download checks the permission."""

    offer = models.ForeignKey(Offer, models.CASCADE, null=True, related_name="attachments")
    demand = models.ForeignKey(Demand, models.CASCADE, null=True, related_name="attachments")
    file = models.FileField(_("file"), upload_to="attachments/%Y/%m/", blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(offer__isnull=False, demand__isnull=True)
                | models.Q(offer__isnull=True, demand__isnull=False),
                name="attachment_of_one_listing",
            ),
        )

    @property
    def listing(self) -> Listing:
        return self.offer or self.demand  # type: ignore[return-value]

    @property
    def uploader(self) -> User | None:
        return self.uploaded_by

    @property
    def for_enterprise(self) -> Enterprise:
        return self.listing.enterprise

    @property
    def page(self) -> str:
        return self.listing.get_absolute_url()
