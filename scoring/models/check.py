from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from scoring.enums import Better, EvidenceLevel, ScaleKind, Tier

from .competency import Competency
from .rubric import Rubric, RubricPart
from .scale import Scale


class CheckQuerySet(models.QuerySet["Check"]):
    def get_by_natural_key(self, slug: str, version: int, code: str) -> "Check":
        return self.get(
            competency__rubric__slug=slug, competency__rubric__version=version, code=code
        )

    def in_scope(self, evaluation: Any) -> "CheckQuerySet":
        """Of the evaluation's rubric and tier, and not left out of it."""
        return self.filter(
            competency__rubric=evaluation.rubric_id, tier__lte=evaluation.tier
        ).exclude(exclusions__evaluation=evaluation)

    def count_by_competency(self) -> dict[int, int]:
        return dict(self.order_by().values_list("competency").annotate(models.Count("pk")))

    def in_order(self) -> "CheckQuerySet":
        return self.order_by("competency__number", "position")


class Check(RubricPart):
    """One question under a competency, how it is rated and what proof it needs.

    Other models call their key to it `rubric_check`: a field named `check` would replace the
    `Model.check` that Django's own system checks call.
    """

    competency = models.ForeignKey(
        Competency, on_delete=models.CASCADE, related_name="checks", verbose_name=_("competency")
    )
    code = models.CharField(_("code"), max_length=10)
    position = models.PositiveSmallIntegerField(_("position"))
    tier = models.PositiveSmallIntegerField(_("tier"), choices=Tier)
    scale = models.ForeignKey(
        Scale, on_delete=models.PROTECT, related_name="checks", verbose_name=_("scale")
    )
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=3)
    reason_required = models.BooleanField(_("every rating needs a reason"), default=False)
    judged = models.BooleanField(_("a judgement"), default=False)
    must = models.BooleanField(_("knock-out"), default=False)
    minimum = models.DecimalField(
        _("minimum"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Points out of 100 that a knock-out check demands."),
    )
    proof = models.PositiveSmallIntegerField(_("proof needed"), choices=EvidenceLevel)
    proof_examples = models.JSONField(_("kinds of proof"), default=list, blank=True)
    topic = models.SlugField(_("topic"), blank=True)
    title = TranslatedField(models.CharField(_("title"), max_length=100))
    question = TranslatedField(models.TextField(_("question")))
    guidance = TranslatedField(models.TextField(_("guidance"), blank=True))
    source_quote = models.CharField(_("phrase of the source"), max_length=300, blank=True)
    also_quotes = models.JSONField(_("other phrases of the source"), default=list, blank=True)
    stage = models.CharField(_("stage"), max_length=10, blank=True)
    calculator = models.CharField(_("calculator"), max_length=10, blank=True)
    unit = TranslatedField(models.CharField(_("unit"), max_length=60, blank=True))
    better = models.CharField(_("better"), max_length=10, choices=Better, blank=True)
    points = models.JSONField(
        _("reference points"),
        default=list,
        blank=True,
        help_text=_("Pairs of measurement and value, for example [[1, 100], [24, 40], [48, 0]]."),
    )
    relative_to_budget = models.BooleanField(
        _("relative to the reference budget"),
        default=False,
        help_text=_("The reference points are shares of the evaluation's reference budget."),
    )

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["competency", "position"]
        verbose_name = _("sub-check")
        verbose_name_plural = _("sub-checks")
        constraints = [
            models.UniqueConstraint(
                fields=["competency", "code"],
                name="check_code_unique",
                violation_error_message=_("This competency already has a check with that code."),
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gte=0),
                name="check_weight_not_negative",
                violation_error_message=_("A weight is 0 or more."),
            ),
            models.CheckConstraint(
                condition=models.Q(must=False, minimum__isnull=True)
                | models.Q(must=True, minimum__isnull=False, minimum__range=(0, 100)),
                name="check_must_has_minimum",
                violation_error_message=_(
                    "A knock-out check, and only that, has a minimum between 0 and 100."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(proof__range=(0, 4)),
                name="check_proof_range",
                violation_error_message=_("The proof needed is a step of the ladder, 0 to 4."),
            ),
            models.CheckConstraint(
                condition=models.Q(tier__range=(1, 3)),
                name="check_tier_range",
                violation_error_message=_("A tier is express, standard or full."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def natural_key(self) -> tuple[str, int, str]:
        return (*self.competency.rubric.natural_key(), self.code)

    natural_key.dependencies = ["scoring.competency", "scoring.scale"]  # type: ignore[attr-defined]  # Django's protocol

    def part_of(self) -> Rubric:
        return self.competency.rubric

    @property
    def is_measure(self) -> bool:
        return self.scale.kind == ScaleKind.MEASURE
