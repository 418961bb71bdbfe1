from typing import Any, Never

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.enums import Action

from .evaluation import Evaluation


class LedgerIsAppendOnly(Exception):
    """Somebody tried to change or delete what is on record. Database triggers refuse it too."""


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    def of(self, evaluation: Evaluation) -> "LedgerQuerySet":
        return self.filter(evaluation_id=evaluation.pk)

    def update(self, **kwargs: Any) -> Never:
        raise LedgerIsAppendOnly

    def delete(self) -> Never:
        raise LedgerIsAppendOnly


class LedgerEntry(models.Model):
    """Who did what, when, from what to what, and why.

    No foreign keys on purpose: the record outlives what it speaks of, in the words of its day.
    """

    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(_("actor's number"))
    actor = models.CharField(_("actor"), max_length=200)
    evaluation_id = models.BigIntegerField(_("evaluation's number"), null=True, db_index=True)
    action = models.CharField(_("action"), max_length=40, choices=Action)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    old = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    new = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"), blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise LedgerIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise LedgerIsAppendOnly
