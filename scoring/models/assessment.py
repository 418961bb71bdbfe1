from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.enums import EvidenceLevel

from .candidate import Candidate
from .check import Check
from .evaluation import Evaluation


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def answered(self) -> "AssessmentQuerySet":
        """Rated or abstained: the assessor has dealt with it."""
        return self.filter(models.Q(value__isnull=False) | models.Q(abstained=True))

    def in_scope(self, evaluation: Evaluation) -> "AssessmentQuerySet":
        """Of the evaluation's candidates, at the checks of its tier that are not left out."""
        of_tier = self.filter(
            candidate__evaluation=evaluation, rubric_check__tier__lte=evaluation.tier
        )
        return of_tier.exclude(rubric_check__exclusions__evaluation=evaluation)

    def count_by(self, field: str) -> dict[int, int]:
        """How many there are for each value of a key, such as `assessor`."""
        return dict(self.order_by().values_list(field).annotate(models.Count("pk")))


class Assessment(models.Model):
    """What one assessor says of one candidate at one check.

    Neither a value nor an abstention means that only a note was written so far: it is kept, and
    counts as unanswered. `version` grows by one a write; a write that names an old one is refused.
    """

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="assessments", verbose_name=_("candidate")
    )
    rubric_check = models.ForeignKey(
        Check, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("sub-check")
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="assessments",
        verbose_name=_("assessor"),
    )
    value = models.FloatField(
        _("value"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    measurement = models.DecimalField(
        _("measurement"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    abstained = models.BooleanField(_("abstained"), default=False)
    evidence = models.PositiveSmallIntegerField(
        _("evidence level"), choices=EvidenceLevel, default=EvidenceLevel.CLAIM
    )
    note = models.TextField(_("note"), max_length=5000, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    updated_at = models.DateTimeField(_("updated at"))

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["candidate", "rubric_check", "assessor"]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "rubric_check", "assessor"],
                name="assessment_unique",
                violation_error_message=_("This person has already assessed this check."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__range=(0, 100)),
                name="assessment_value_range",
                violation_error_message=_("A value lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=models.Q(abstained=False)
                | models.Q(value__isnull=True, measurement__isnull=True),
                name="assessment_rated_or_abstained",
                violation_error_message=_("Who abstains gives no rating."),
            ),
            models.CheckConstraint(
                condition=models.Q(measurement__isnull=True) | models.Q(value__isnull=False),
                name="assessment_measurement_has_value",
                violation_error_message=_("A measurement is stored with the value it gives."),
            ),
            models.CheckConstraint(
                condition=models.Q(evidence__range=(0, 4)),
                name="assessment_evidence_range",
                violation_error_message=_("The evidence level is a step of the ladder, 0 to 4."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.rubric_check} · {self.assessor}"

    @property
    def is_answered(self) -> bool:
        return self.abstained or self.value is not None
