from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.enums import EvidenceLevel

from .candidate import Candidate
from .check import Check


class Consensus(models.Model):
    """What moderation agreed on for one candidate at one check; the individual ratings stay.

    `version` grows by one a write; a write that names an old one is refused.
    """

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="consensus", verbose_name=_("candidate")
    )
    rubric_check = models.ForeignKey(
        Check, on_delete=models.PROTECT, related_name="consensus", verbose_name=_("sub-check")
    )
    value = models.FloatField(_("value"), validators=[MinValueValidator(0), MaxValueValidator(100)])
    measurement = models.DecimalField(
        _("measurement"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    evidence = models.PositiveSmallIntegerField(
        _("evidence level"), choices=EvidenceLevel, default=EvidenceLevel.CLAIM
    )
    reason = models.TextField(_("reason"), max_length=5000)
    version = models.PositiveIntegerField(_("version"), default=1)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("settled by"),
    )
    settled_at = models.DateTimeField(_("settled at"))

    class Meta:
        ordering = ["candidate", "rubric_check"]
        verbose_name = _("consensus")
        verbose_name_plural = _("consensus")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "rubric_check"],
                name="consensus_unique",
                violation_error_message=_("There is a consensus on this check already."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__range=(0, 100)),
                name="consensus_value_range",
                violation_error_message=_("A value lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=models.Q(evidence__range=(0, 4)),
                name="consensus_evidence_range",
                violation_error_message=_("The evidence level is a step of the ladder, 0 to 4."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="consensus_has_reason",
                violation_error_message=_("Say why: a consensus without a reason is none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.rubric_check}"
