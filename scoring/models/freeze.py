from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .evaluation import Evaluation


class FreezeIsFixed(Exception):
    """Somebody tried to change what was frozen: a change makes the next freeze."""


class Freeze(models.Model):
    """What opening fixed: competencies, checks, scales, weights, scope and method.

    The first one is made when scoring opens; each later change of weights, scope or method makes
    another, with its reason. Scores are read by the newest; the reports show every one's ranking.
    """

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="freezes", verbose_name=_("evaluation")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    rules = models.JSONField(_("rules"), help_text=_("The part of the problem that is fixed."))
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    reason = models.TextField(_("reason"), blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("frozen by"),
    )
    frozen_at = models.DateTimeField(_("frozen at"))

    class Meta:
        ordering = ["evaluation", "number"]
        verbose_name = _("freeze")
        verbose_name_plural = _("freezes")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "number"],
                name="freeze_number_unique",
                violation_error_message=_("This evaluation already has a freeze of that number."),
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="freeze_change_has_reason",
                violation_error_message=_("Say why weights, scope or method change."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.number} · {self.fingerprint[:8]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise FreezeIsFixed(str(self))
        super().save(*args, **kwargs)
