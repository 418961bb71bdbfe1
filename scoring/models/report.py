import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.enums import ReportFailure, ReportState

from .evaluation import Evaluation
from .user import User

PATIENCE = timedelta(seconds=20)  # who has waited longer may ask whether anybody is at it


def report_path(report: "Report", filename: str) -> str:
    """A random name: what a download is called is no business of the disk."""
    return f"reports/{uuid.uuid4().hex}"


class ReportQuerySet(models.QuerySet["Report"]):
    def readable(self, *, letters: bool) -> "ReportQuerySet":
        """Those that are made, the newest first; `letters` to candidates only if asked for."""
        made = self.filter(state=ReportState.DONE).order_by("-made_at", "-pk")
        return made if letters else made.filter(candidate="")

    def being_made_for(self, user: User) -> "ReportQuerySet":
        return self.filter(asked_by=user, state=ReportState.RENDERING)

    def pending_of(self, user: User) -> "ReportQuerySet":
        """What the person still waits for."""
        return self.filter(
            asked_by=user, state__in=[ReportState.QUEUED, ReportState.RENDERING]
        ).order_by("asked_at", "pk")

    def waiting(self, at: datetime) -> "ReportQuerySet":
        """What a worker may take: what another one left behind first, then who asked first. One
        person has one report made at a time."""
        same_person = Report.objects.filter(
            asked_by=models.OuterRef("asked_by"), state=ReportState.RENDERING
        )
        return self.filter(
            models.Q(state=ReportState.RENDERING, lease__lte=at)
            | (models.Q(state=ReportState.QUEUED) & ~models.Exists(same_person))
        ).order_by(models.F("lease").asc(nulls_last=True), "asked_at", "pk")


class Report(models.Model):
    """One document of an evaluation at one moment of its life: asked for, being made, then kept.

    `key` is a digest of everything that decides what the document says: the same question is the
    same row. The ledger is not told of it, because that would be another moment already.
    """

    uuid = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="reports", verbose_name=_("evaluation")
    )
    key = models.CharField(_("key"), max_length=64, unique=True)
    language = models.CharField(_("language"), max_length=10)
    sections = models.JSONField(_("sections"), default=list, blank=True)
    anonymous = models.BooleanField(_("without names"), default=False)
    candidate = models.CharField(
        _("letter to"), max_length=40, blank=True, help_text=_("A candidate’s code.")
    )
    ledger_number = models.PositiveIntegerField(_("last ledger entry"))
    ledger_digest = models.CharField(_("head of the ledger"), max_length=64)
    frozen_fingerprint = models.CharField(_("frozen fingerprint"), max_length=64)

    state = models.CharField(
        _("state"), max_length=10, choices=ReportState, default=ReportState.QUEUED
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    asked_at = models.DateTimeField(_("asked for at"))
    lease = models.DateTimeField(
        _("held until"),
        null=True,
        blank=True,
        help_text=_("Until then whoever makes it is left alone; afterwards another may take over."),
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    failure = models.CharField(_("failure"), max_length=12, choices=ReportFailure, blank=True)

    made_at = models.DateTimeField(_("made at"), null=True, blank=True)
    inputs_digest = models.CharField(_("inputs digest"), max_length=64, blank=True)
    file = models.FileField(_("file"), upload_to=report_path, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ReportState.values),
                name="report_state_known",
                violation_error_message=_("A report has no such state."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=ReportState.RENDERING, lease__isnull=False)
                | (~models.Q(state=ReportState.RENDERING) & models.Q(lease__isnull=True)),
                name="report_held_while_made",
                violation_error_message=_("A report is held by somebody while it is being made."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=ReportState.FAILED, failure__in=ReportFailure.values)
                | (~models.Q(state=ReportState.FAILED) & models.Q(failure="")),
                name="report_failed_says_why",
                violation_error_message=_("A report that failed says why, and no other does."),
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state=ReportState.DONE, made_at__isnull=False, size__gt=0)
                    & ~models.Q(file="")
                    & ~models.Q(sha256="")
                    & ~models.Q(inputs_digest="")
                )
                | (
                    ~models.Q(state=ReportState.DONE)
                    & models.Q(made_at=None, size=0, file="", sha256="", inputs_digest="")
                ),
                name="report_done_is_whole",
                violation_error_message=_("A report that is made has its file, and no other has."),
            ),
            models.UniqueConstraint(
                fields=["asked_by"],
                condition=models.Q(state=ReportState.RENDERING),
                name="report_one_at_a_time",
                violation_error_message=_("Another report of this person is being made."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "asked_at"],
                condition=models.Q(state__in=[ReportState.QUEUED, ReportState.RENDERING]),
                name="report_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} · {self.language} · {self.key[:8]}"

    @property
    def is_queued(self) -> bool:
        return self.state == ReportState.QUEUED

    @property
    def is_rendering(self) -> bool:
        return self.state == ReportState.RENDERING

    @property
    def is_pending(self) -> bool:
        return self.is_queued or self.is_rendering

    @property
    def is_done(self) -> bool:
        return self.state == ReportState.DONE

    @property
    def is_letter(self) -> bool:
        return self.candidate != ""

    @property
    def filename(self) -> str:
        """What a download is called: the evaluation, what was compared, in which language."""
        parts = [self.evaluation.slug, self.candidate, self.inputs_digest[:8], self.language]
        return "-".join(filter(None, parts)) + ".pdf"

    def is_abandoned(self, at: datetime) -> bool:
        """Whoever made it was stopped, or is far too late."""
        return self.lease is not None and self.lease <= at

    def is_overdue(self, at: datetime) -> bool:
        """It has waited so long that nobody may be at it."""
        return self.is_queued and at - self.asked_at > PATIENCE
