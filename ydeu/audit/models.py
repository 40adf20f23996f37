from datetime import datetime
from typing import Any, NoReturn, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.audit.enums import Action
from ydeu.lookups import is_number


class AppendOnly(TypeError):
    """Code tried to change or delete an entry of the log. That is a programming error."""


def _refuse() -> NoReturn:
    raise AppendOnly("Entries of the audit trail are written once; only the retention takes them away.")


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, row: models.Model) -> Self:
        """The entries about one row."""
        return self.filter(object_type=row._meta.label_lower, object_id=row.pk)

    def by(self, person: models.Model) -> Self:
        return self.filter(actor=person.pk)

    def older_than(self, moment: datetime) -> Self:
        return self.filter(at__lt=moment)

    def found_by(self, words: str) -> Self:
        """Entries that match every word.

        A word is the number of an object, a state, a kind of object, an action, or part of an actor's name or
        address.
        """
        found = self
        for word in words.split():
            found = found.filter(_meaning(word))
        return found

    def take_away(self) -> int:
        """Delete the entries. Only for the retention: without its permit the database refuses."""
        return super().delete()[0]

    def delete(self) -> NoReturn:
        _refuse()

    def update(self, **_changes: Any) -> NoReturn:
        _refuse()


class Entry(models.Model):
    """Who did what to what, and when. An entry has numbers and codes, never a name, an address or a text.

    So it need not change when a person or an enterprise is deleted: the rows that its numbers point to no
    longer have names. The numbers of rows that are deleted completely stay here.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, editable=False, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("by"),
    )
    action = models.CharField(_("action"), max_length=24, choices=Action)
    object_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    object_id = models.BigIntegerField(_("number"), null=True)
    old_state = models.CharField(_("from"), max_length=40, blank=True)
    new_state = models.CharField(_("to"), max_length=40, blank=True)
    details = models.JSONField(_("details"), default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the log")
        verbose_name_plural = _("log: who did what when")
        ordering = ("-pk",)
        default_permissions = ("view",)
        permissions = (("support_view", "Can open the support view of a person"),)
        indexes = (
            models.Index(fields=("object_type", "object_id", "-id"), name="audit_of_object"),
            models.Index(fields=("object_type", "-id"), name="audit_of_kind"),
            models.Index(fields=("actor", "-id"), name="audit_of_actor"),
            models.Index(fields=("action", "-id"), name="audit_of_action"),
        )

    def __str__(self) -> str:
        return f"{self.pk} · {self.get_action_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        _refuse()


class PruningPermit(models.Model):
    """Permission to delete entries before a moment. The transaction that prunes creates and deletes it."""

    before = models.DateTimeField()

    class Meta:
        verbose_name = _("permit to prune the log")
        verbose_name_plural = _("permits to prune the log")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.before:%Y-%m-%d}"


def _meaning(word: str) -> Q:
    if is_number(word):
        return Q(object_id=int(word))
    people = get_user_model()._default_manager.filter(Q(email__icontains=word) | Q(name__icontains=word))
    actions = [action for action in Action if word.lower() in str(action.label).lower()]
    kind = Q(object_type=word.lower()) | Q(object_type__endswith=f".{word.lower()}")
    states = Q(old_state=word.lower()) | Q(new_state=word.lower())
    return Q(actor__in=people.values("pk")) | Q(action__in=actions) | kind | states
