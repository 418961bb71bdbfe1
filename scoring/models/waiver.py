from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.enums import GateKind

from .candidate import Candidate


class Waiver(models.Model):
    """A failed gate that the owner lets pass, with a reason. `code` is the check's, or the
    competency's; the total has none."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="waivers", verbose_name=_("candidate")
    )
    kind = models.CharField(_("gate"), max_length=10, choices=GateKind)
    code = models.CharField(_("code"), max_length=10, blank=True)
    reason = models.TextField(_("reason"), max_length=5000)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("waived by"),
    )
    waived_at = models.DateTimeField(_("waived at"))

    class Meta:
        ordering = ["candidate", "kind", "code"]
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "kind", "code"],
                name="waiver_unique",
                violation_error_message=_("This gate is waived already."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=GateKind.TOTAL, code="")
                | (models.Q(kind__in=[GateKind.CHECK, GateKind.COMPETENCY]) & ~models.Q(code="")),
                name="waiver_names_its_gate",
                violation_error_message=_("A waiver names the check or the competency it is of."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="waiver_has_reason",
                violation_error_message=_("Say why the gate is waived."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.get_kind_display()} {self.code}"
