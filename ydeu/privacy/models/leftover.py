from django.db import models
from django.utils.translation import gettext_lazy as _


class Leftover(models.Model):
    """A file whose row is deleted. It is deleted after the commit or with the next sweep."""

    path = models.CharField(_("path"), max_length=300)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("file to be deleted")
        verbose_name_plural = _("files to be deleted")
        ordering = ("pk",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.path
