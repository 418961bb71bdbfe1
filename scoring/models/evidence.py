import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.enums import EvidenceKind

from .candidate import Candidate
from .check import Check


def upload_path(evidence: "Evidence", filename: str) -> str:
    """A random name: the sender's own is kept in `filename`, never on the disk."""
    return f"evidence/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """A link or a file that backs what was said of a candidate at some checks."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="evidence", verbose_name=_("candidate")
    )
    checks = models.ManyToManyField(Check, related_name="evidence", verbose_name=_("checks"))
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind)
    title = models.CharField(_("title"), max_length=120)
    url = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to=upload_path, blank=True)
    filename = models.CharField(_("file name"), max_length=150, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        ordering = ["candidate", "added_at", "pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(kind=EvidenceKind.LINK, file="") & ~models.Q(url=""))
                | (models.Q(kind=EvidenceKind.FILE, url="") & ~models.Q(file="")),
                name="evidence_link_or_file",
                violation_error_message=_("Evidence is either a link or a file."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
