from django.db import models
from django.utils.translation import gettext_lazy as _

from .check import Check
from .rubric import Rubric, RubricPart


class StatementQuerySet(models.QuerySet["Statement"]):
    def get_by_natural_key(self, slug: str, version: int, position: int) -> "Statement":
        return self.get(rubric__slug=slug, rubric__version=version, position=position)


class Statement(RubricPart):
    """Something the rubric's source says, and the checks that answer to it."""

    rubric = models.ForeignKey(
        Rubric, on_delete=models.CASCADE, related_name="statements", verbose_name=_("rubric")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    says = models.CharField(_("says"), max_length=300)
    checks = models.ManyToManyField(Check, related_name="statements", verbose_name=_("checks"))

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["rubric", "position"]
        verbose_name = _("statement of the source")
        verbose_name_plural = _("statements of the source")
        constraints = [
            models.UniqueConstraint(
                fields=["rubric", "position"],
                name="statement_position_unique",
                violation_error_message=_("Two statements cannot have the same position."),
            ),
        ]

    def __str__(self) -> str:
        return self.says

    def natural_key(self) -> tuple[str, int, int]:
        return (*self.rubric.natural_key(), self.position)

    natural_key.dependencies = ["scoring.rubric", "scoring.check"]  # type: ignore[attr-defined]  # Django's protocol
