from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .candidate import Candidate
from .evaluation import Evaluation


class Decision(models.Model):
    """Who was chosen and why, signed by the owner over all that led to it.

    The digests pin what was signed: the frozen rules, the whole problem, and the ledger up to the
    entry before the signature. The database refuses to change or delete it.
    """

    evaluation = models.OneToOneField(
        Evaluation, on_delete=models.PROTECT, related_name="decision", verbose_name=_("evaluation")
    )
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="+", verbose_name=_("chosen")
    )
    reason = models.TextField(_("reason"), max_length=5000)
    signature = models.CharField(_("signature"), max_length=120)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed at"))
    frozen_fingerprint = models.CharField(_("frozen fingerprint"), max_length=64)
    inputs_digest = models.CharField(_("inputs digest"), max_length=64)
    ledger_number = models.PositiveIntegerField(_("ledger entries signed"))
    ledger_digest = models.CharField(_("head of the ledger"), max_length=64)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(signature=""),
                name="decision_signed_with_reason",
                violation_error_message=_("A decision has a reason and a signature."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.candidate}"
