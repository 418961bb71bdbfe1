from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from .rubric import Rubric, RubricPart


class CompetencyQuerySet(models.QuerySet["Competency"]):
    def get_by_natural_key(self, slug: str, version: int, number: int) -> "Competency":
        return self.get(rubric__slug=slug, rubric__version=version, number=number)


class Competency(RubricPart):
    """One of the things an integrator must be good at; its checks say how that is seen."""

    rubric = models.ForeignKey(
        Rubric, on_delete=models.CASCADE, related_name="competencies", verbose_name=_("rubric")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    slug = models.SlugField(_("slug"))
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=3)
    minimum = models.DecimalField(
        _("minimum"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Points out of 100 below which a candidate is excluded. Empty: no minimum."),
    )
    title = TranslatedField(models.CharField(_("title"), max_length=100))
    short_title = TranslatedField(models.CharField(_("short title"), max_length=30))
    summary = TranslatedField(models.TextField(_("summary"), blank=True))
    source_quote = models.CharField(_("phrase of the source"), max_length=300, blank=True)

    objects = CompetencyQuerySet.as_manager()

    class Meta:
        ordering = ["rubric", "number"]
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        constraints = [
            models.UniqueConstraint(
                fields=["rubric", "number"],
                name="competency_number_unique",
                violation_error_message=_("This rubric already has a competency with that number."),
            ),
            models.UniqueConstraint(
                fields=["rubric", "slug"],
                name="competency_slug_unique",
                violation_error_message=_("This rubric already has a competency with that slug."),
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gte=0),
                name="competency_weight_not_negative",
                violation_error_message=_("A weight is 0 or more."),
            ),
            models.CheckConstraint(
                condition=models.Q(minimum__isnull=True) | models.Q(minimum__range=(0, 100)),
                name="competency_minimum_range",
                violation_error_message=_("A minimum lies between 0 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def natural_key(self) -> tuple[str, int, int]:
        return (*self.rubric.natural_key(), self.number)

    natural_key.dependencies = ["scoring.rubric"]  # type: ignore[attr-defined]  # Django's protocol

    @property
    def code(self) -> str:
        return str(self.number)
