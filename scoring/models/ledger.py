from datetime import UTC
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

    def chained(self) -> "LedgerQuerySet":
        """From the first entry of each chain on."""
        return self.order_by("evaluation_id", "number")

    def of_cell(self, candidate: str, check: str) -> "LedgerQuerySet":
        return self.filter(candidate_code=candidate, check_code=check)

    def update(self, **kwargs: Any) -> Never:
        raise LedgerIsAppendOnly

    def delete(self) -> Never:
        raise LedgerIsAppendOnly


class LedgerEntry(models.Model):
    """Who did what, when, from what to what, and why.

    No foreign keys on purpose: the record outlives what it speaks of, in the words of its day.
    The entries of an evaluation are one chain, those of no evaluation (rubrics, people) another:
    each is numbered from 1, and its digest covers all that it says and the digest before it.
    """

    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(_("actor's number"))
    actor = models.CharField(_("actor"), max_length=200)
    evaluation_id = models.BigIntegerField(_("evaluation's number"), null=True)
    number = models.PositiveIntegerField(_("number in its chain"))
    action = models.CharField(_("action"), max_length=40, choices=Action)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    candidate_code = models.CharField(_("candidate"), max_length=40, blank=True)
    check_code = models.CharField(_("sub-check"), max_length=10, blank=True)
    old = models.JSONField(_("before"), null=True, encoder=DjangoJSONEncoder)
    new = models.JSONField(_("after"), null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"), blank=True)
    previous = models.CharField(_("previous digest"), max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation_id", "number"],
                name="ledger_number_unique",
                violation_error_message=_("This evaluation's ledger has that entry already."),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(evaluation_id__isnull=True),
                name="ledger_house_number_unique",
                violation_error_message=_("The house's ledger has that entry already."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["evaluation_id", "candidate_code", "check_code"], name="ledger_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise LedgerIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise LedgerIsAppendOnly

    def told(self) -> dict[str, Any]:
        """Everything that the digest covers, as JSON has it."""
        return {
            "evaluation": self.evaluation_id,
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_id": self.actor_id,
            "actor": self.actor,
            "action": str(self.action),
            "subject": self.subject,
            "candidate": self.candidate_code,
            "check": self.check_code,
            "old": self.old,
            "new": self.new,
            "reason": self.reason,
            "previous": self.previous,
        }
