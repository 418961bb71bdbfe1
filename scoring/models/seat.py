from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from scoring.enums import Role

from .assessment import Assessment
from .candidate import Candidate, CandidateQuerySet
from .check import Check, CheckQuerySet
from .competency import Competency
from .evaluation import Evaluation, Exclusion


class SeatQuerySet(models.QuerySet["Seat"]):
    def scoring(self) -> "SeatQuerySet":
        """The seats from which scores come: the owner assesses too."""
        return self.filter(role__in=[Role.OWNER, Role.ASSESSOR])

    def with_progress(self) -> "SeatQuerySet":
        """How far the seat's own person is: `answered` of `candidates` × `checks`.

        Only what is theirs to score counts: not what was left out or assigned to others, not the
        candidates from whom they have recused themselves.
        """
        checks = Check.objects.filter(_theirs("competency"), ~_left_out("pk"), **_in_tier())
        recused = Declaration.objects.filter(
            seat=models.OuterRef(models.OuterRef("pk")), recused=True
        )
        candidates = Candidate.objects.filter(evaluation=models.OuterRef("evaluation")).exclude(
            pk__in=recused.values("candidate")
        )
        answered = Assessment.objects.answered().filter(
            _theirs("rubric_check__competency"),
            ~_left_out("rubric_check"),
            candidate__evaluation=models.OuterRef("evaluation"),
            rubric_check__tier__lte=models.OuterRef("evaluation__tier"),
            assessor=models.OuterRef("user"),
        )
        return self.annotate(
            answered=_count_of(answered.exclude(candidate__in=recused.values("candidate"))),
            candidates_to_score=_count_of(candidates),
            checks_to_score=_count_of(checks),
        )


def _in_tier() -> dict[str, Any]:
    return {
        "competency__rubric": models.OuterRef("evaluation__rubric"),
        "tier__lte": models.OuterRef("evaluation__tier"),
    }


def _left_out(check: str) -> models.Exists:
    return models.Exists(
        Exclusion.objects.filter(
            evaluation=models.OuterRef(models.OuterRef("evaluation")),
            rubric_check=models.OuterRef(check),
        )
    )


def _theirs(competency: str) -> models.Q:
    """The competency is assigned to the seat, or none is: then all of them are."""
    assigned = Seat.competencies.through.objects.filter(seat=models.OuterRef(models.OuterRef("pk")))
    return ~models.Exists(assigned) | models.Exists(
        assigned.filter(competency=models.OuterRef(competency))
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
    competencies = models.ManyToManyField(
        Competency,
        related_name="seats",
        verbose_name=_("competencies"),
        blank=True,
        help_text=_("What this person scores. None chosen: all of them."),
    )

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
    def is_assessor(self) -> bool:
        return self.role == Role.ASSESSOR

    @property
    def is_scoring(self) -> bool:
        return self.role in (Role.OWNER, Role.ASSESSOR)

    def checks(self) -> CheckQuerySet:
        """What this seat scores: in scope, and of its competencies if some were assigned."""
        assigned = Seat.competencies.through.objects.filter(seat=self)
        of_assigned = models.Exists(assigned.filter(competency=models.OuterRef("competency")))
        return self.evaluation.checks().filter(~models.Exists(assigned) | of_assigned)

    def candidates(self) -> CandidateQuerySet:
        """Whom this seat scores: all but those from whom the person has recused themselves."""
        recused = self.declarations.filter(recused=True).values("candidate")
        return self.evaluation.candidates.exclude(pk__in=recused)

    def undeclared(self) -> CandidateQuerySet:
        """The candidates to whom the person has not declared their relation yet."""
        return self.evaluation.candidates.exclude(declarations__seat=self)


class Declaration(models.Model):
    """What a person says of their relation to one candidate, before they see anything of it."""

    seat = models.ForeignKey(
        Seat, on_delete=models.CASCADE, related_name="declarations", verbose_name=_("seat")
    )
    candidate = models.ForeignKey(
        Candidate,
        on_delete=models.CASCADE,
        related_name="declarations",
        verbose_name=_("candidate"),
    )
    recused = models.BooleanField(_("recused"), default=False)
    statement = models.TextField(_("statement"), max_length=1000, blank=True)
    declared_at = models.DateTimeField(_("declared at"))

    class Meta:
        ordering = ["seat", "candidate__name"]
        verbose_name = _("declaration of interest")
        verbose_name_plural = _("declarations of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "candidate"],
                name="declaration_unique",
                violation_error_message=_("This person has declared on this candidate already."),
            ),
            models.CheckConstraint(
                condition=models.Q(recused=False) | ~models.Q(statement=""),
                name="declaration_recusal_has_statement",
                violation_error_message=_("Who recuses themselves says why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.candidate}"
