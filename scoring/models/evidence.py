import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.enums import EvidenceKind, EvidenceLevel

from .candidate import Candidate
from .check import Check


def upload_path(evidence: "Evidence", filename: str) -> str:
    """A random name: the sender's own is kept in `filename`, never on the disk."""
    return f"evidence/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """A link, a file or a note that backs what was said of a candidate at some checks."""

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
    text = models.TextField(
        _("note"),
        max_length=5000,
        blank=True,
        help_text=_("What was said or shown, by whom, and who was there."),
    )
    level = models.PositiveSmallIntegerField(
        _("evidence level"), choices=EvidenceLevel, default=EvidenceLevel.DOCUMENT
    )
    scope = models.CharField(
        _("what it covers"),
        max_length=200,
        blank=True,
        help_text=_("For example one data centre, one product, one year."),
    )
    dated = models.DateField(_("dated"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
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
                condition=(models.Q(kind=EvidenceKind.LINK, file="", text="") & ~models.Q(url=""))
                | (models.Q(kind=EvidenceKind.FILE, url="", text="") & ~models.Q(file=""))
                | (models.Q(kind=EvidenceKind.NOTE, url="", file="") & ~models.Q(text="")),
                name="evidence_is_of_its_kind",
                violation_error_message=_("Evidence is one of the three: link, file or note."),
            ),
            models.CheckConstraint(
                condition=models.Q(level__range=(0, 4)),
                name="evidence_level_range",
                violation_error_message=_("The evidence level is a step of the ladder, 0 to 4."),
            ),
            models.CheckConstraint(
                condition=models.Q(dated__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("dated")),
                name="evidence_valid_after_dated",
                violation_error_message=_("Evidence cannot expire before its own date."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_expired(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on
