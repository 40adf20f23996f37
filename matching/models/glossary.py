from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy

from matching.engine.text.normalise import PLURAL, normalise
from matching.models.terms import is_chinese_term, is_english_term

NOT_USED, MOST = Decimal(0), Decimal(2)
STARTER_NOTE = "Starter glossary"
"""How the note of an entry begins that came with the site, by the migration 0006."""


class TermField(models.CharField):
    """A term. Every value is converted to the spelling of the engine, with single spaces."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return " ".join(normalise(text).replace(PLURAL, "s").split()) if isinstance(text, str) else text


class GlossaryEntry(models.Model):
    """A Chinese and an English term with the same meaning for the union, and the weight of the pair."""

    zh = TermField(gettext_lazy("Chinese term"), max_length=64, validators=[is_chinese_term])
    en = TermField(gettext_lazy("English term"), max_length=128, validators=[is_english_term])
    weight = models.DecimalField(
        gettext_lazy("weight"),
        max_digits=3,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(NOT_USED), MaxValueValidator(MOST)],
        help_text=gettext_lazy(
            "From 0 to 2. 1: counts as much as an entry of the dictionary. 0: the pair is never used, "
            "even if the dictionary has it. Suggestions follow after the next index, within minutes."
        ),
    )
    note = models.CharField(
        gettext_lazy("note"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Where the pair comes from. The matcher does not read it."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("created by"),
    )
    created_at = models.DateTimeField(gettext_lazy("created"), auto_now_add=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("changed by"),
    )
    updated_at = models.DateTimeField(gettext_lazy("changed"), auto_now=True)

    class Meta:
        verbose_name = gettext_lazy("glossary entry")
        verbose_name_plural = gettext_lazy("glossary entries")
        ordering = ("zh", "en")
        constraints = (
            models.UniqueConstraint(
                fields=("zh", "en"),
                name="one_glossary_entry_a_pair",
                violation_error_message=gettext_lazy(
                    "This pair is in the glossary already: change its weight there."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gte=NOT_USED, weight__lte=MOST), name="glossary_weight_from_0_to_2"
            ),
        )

    def __str__(self) -> str:
        return f"{self.zh} = {self.en}"
