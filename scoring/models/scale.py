from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from scoring.enums import ScaleKind

from .rubric import Rubric, RubricPart


class ScaleQuerySet(models.QuerySet["Scale"]):
    def get_by_natural_key(self, slug: str, version: int, scale: str) -> "Scale":
        return self.get(rubric__slug=slug, rubric__version=version, slug=scale)


class Scale(RubricPart):
    """How a check is rated: by ordered levels, or by a measurement."""

    rubric = models.ForeignKey(
        Rubric, on_delete=models.CASCADE, related_name="scales", verbose_name=_("rubric")
    )
    slug = models.SlugField(_("slug"))
    kind = models.CharField(_("kind"), max_length=10, choices=ScaleKind)
    rule = TranslatedField(models.CharField(_("rule"), max_length=300, blank=True))

    objects = ScaleQuerySet.as_manager()

    class Meta:
        ordering = ["rubric", "slug"]
        verbose_name = _("scale")
        verbose_name_plural = _("scales")
        constraints = [
            models.UniqueConstraint(
                fields=["rubric", "slug"],
                name="scale_slug_unique",
                violation_error_message=_("This rubric already has a scale with that slug."),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def natural_key(self) -> tuple[str, int, str]:
        return (*self.rubric.natural_key(), self.slug)

    natural_key.dependencies = ["scoring.rubric"]  # type: ignore[attr-defined]  # Django's protocol


class LevelQuerySet(models.QuerySet["Level"]):
    def get_by_natural_key(self, slug: str, version: int, scale: str, value: str) -> "Level":
        return self.get(
            scale__rubric__slug=slug,
            scale__rubric__version=version,
            scale__slug=scale,
            value=Decimal(value),
        )


class Level(RubricPart):
    """One step of a scale of levels: a text anchor and the value it is worth."""

    scale = models.ForeignKey(
        Scale, on_delete=models.CASCADE, related_name="levels", verbose_name=_("scale")
    )
    value = models.DecimalField(_("value"), max_digits=5, decimal_places=2)
    label = TranslatedField(models.CharField(_("label"), max_length=100))

    objects = LevelQuerySet.as_manager()

    class Meta:
        ordering = ["scale", "value"]
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "value"],
                name="level_value_unique",
                violation_error_message=_("Two levels of a scale cannot have the same value."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__range=(0, 100)),
                name="level_value_range",
                violation_error_message=_("A level's value lies between 0 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    def natural_key(self) -> tuple[str, int, str, str]:
        return (*self.scale.natural_key(), str(self.value))

    natural_key.dependencies = ["scoring.scale"]  # type: ignore[attr-defined]  # Django's protocol

    def part_of(self) -> Rubric:
        return self.scale.rubric
