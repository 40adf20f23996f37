from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class PrivacyNotice(models.Model):
    """What the union tells people about their data. A new text is a new row; the old ones stay readable."""

    text_zh = models.TextField(_("text in Chinese"))
    text_en = models.TextField(_("text in English"))
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ("-pk",)
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return f"{self.pk} · {self.since:%Y-%m-%d}"

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        return self.text_en if (get_language() or "").startswith("en") else self.text_zh
