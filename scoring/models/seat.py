from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from scoring.enums import Role

from .assessment import Assessment
from .candidate import Candidate
from .check import Check
from .evaluation import Evaluation


class SeatQuerySet(models.QuerySet["Seat"]):
    def scoring(self) -> "SeatQuerySet":
        """The seats from which scores come: the owner assesses too."""
        return self.filter(role__in=[Role.OWNER, Role.ASSESSOR])

    def with_progress(self) -> "SeatQuerySet":
        """How far the seat's own person is: `answered` of `candidates` × `checks`."""
        answered = Assessment.objects.answered().filter(
            candidate__evaluation=models.OuterRef("evaluation"),
            rubric_check__tier__lte=models.OuterRef("evaluation__tier"),
            assessor=models.OuterRef("user"),
        )
        candidates = Candidate.objects.filter(evaluation=models.OuterRef("evaluation"))
        checks = Check.objects.in_tier(models.OuterRef("evaluation__tier")).filter(
            competency__rubric=models.OuterRef("evaluation__rubric")
        )
        return self.annotate(
            answered=_count_of(answered),
            candidates=_count_of(candidates),
            checks=_count_of(checks),
        )


def _count_of(rows: models.QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=models.Value(1)).values("one")
    return Coalesce(models.Subquery(counted.annotate(n=models.Count("pk")).values("n")), 0)


class Seat(models.Model):
    """A person's place in an evaluation. Without one it does not exist for them."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="seats", verbose_name=_("evaluation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="seats",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation", "pk"]
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "user"],
                name="seat_unique",
                violation_error_message=_("This person already has a seat in this evaluation."),
            ),
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=models.Q(role=Role.OWNER),
                name="seat_one_owner",
                violation_error_message=_("An evaluation has one owner."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="seat_role_known",
                violation_error_message=_("A seat is the owner's, an assessor's or procurement's."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER

    @property
    def is_scoring(self) -> bool:
        return self.role in (Role.OWNER, Role.ASSESSOR)
