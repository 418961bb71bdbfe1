from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scoring.enums import State, Tier

from .check import Check, CheckQuerySet
from .competency import Competency
from .profile import Profile
from .rubric import Rubric
from .user import User


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def seated(self, user: User) -> "EvaluationQuerySet":
        """Those in which the person has a seat: nobody sees any other."""
        return self.filter(seats__user=user)


class Evaluation(models.Model):
    """One choice to be made: a rubric at a tier, weights, candidates and the people who score."""

    slug = models.SlugField(_("slug"), unique=True, max_length=80)
    title = models.CharField(_("title"), max_length=80)
    rubric = models.ForeignKey(
        Rubric, on_delete=models.PROTECT, related_name="evaluations", verbose_name=_("rubric")
    )
    tier = models.PositiveSmallIntegerField(_("tier"), choices=Tier, default=Tier.STANDARD)
    profile = models.ForeignKey(
        Profile,
        on_delete=models.PROTECT,
        related_name="evaluations",
        verbose_name=_("weight profile"),
        null=True,
        blank=True,
    )
    reference_budget = models.DecimalField(
        _("reference budget"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("EUR per account and year. The total cost of each candidate is scored by it."),
    )
    method = models.JSONField(
        _("method"),
        default=dict,
        blank=True,
        help_text=_("What differs from the method's defaults, in the words of docs/method.md, 9."),
    )
    reason_for_gates = models.BooleanField(
        _("a knock-out check asks for a reason"),
        default=True,
    )
    reason_for_extremes = models.BooleanField(
        _("the best and the worst rating ask for a reason"),
        default=True,
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    frozen_fingerprint = models.CharField(_("frozen fingerprint"), max_length=64, blank=True)
    leaders = models.JSONField(
        _("leaders"), default=list, blank=True, help_text=_("Their names, once scoring is closed.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"))
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=State.values),
                name="evaluation_state_known",
                violation_error_message=_("An evaluation has no such state."),
            ),
            models.CheckConstraint(
                condition=models.Q(tier__in=Tier.values),
                name="evaluation_tier_known",
                violation_error_message=_("A tier is express, standard or full."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT, frozen_fingerprint="", opened_at=None)
                | (
                    ~models.Q(state=State.DRAFT)
                    & ~models.Q(frozen_fingerprint="")
                    & models.Q(opened_at__isnull=False)
                ),
                name="evaluation_frozen_once_open",
                violation_error_message=_("An evaluation is frozen when its scoring opens."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[State.CLOSED, State.DECIDED], closed_at__isnull=False)
                | (
                    ~models.Q(state__in=[State.CLOSED, State.DECIDED])
                    & models.Q(closed_at__isnull=True)
                ),
                name="evaluation_closed_has_time",
                violation_error_message=_("A closed evaluation says when it was closed."),
            ),
            models.CheckConstraint(
                condition=models.Q(reference_budget__isnull=True)
                | models.Q(reference_budget__gt=0),
                name="evaluation_budget_positive",
                violation_error_message=_("The reference budget is more than 0."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluation_detail", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_moderated(self) -> bool:
        """Individual scoring is over, and the result is not final yet."""
        return self.state == State.MODERATION

    @property
    def is_closed(self) -> bool:
        """The result is final, whether or not a winner was named already."""
        return self.state in (State.CLOSED, State.DECIDED)

    @property
    def is_decided(self) -> bool:
        return self.state == State.DECIDED

    @property
    def is_revealed(self) -> bool:
        """Scoring is over: what one assessor said may be read by the others."""
        return self.is_moderated or self.is_closed

    @property
    def judged_on(self) -> date:
        """The day on which proof must still be valid: of closing, or today while it is open."""
        return timezone.localdate(self.closed_at)

    def checks(self) -> CheckQuerySet:
        """The checks in scope: of this evaluation's tier and not left out; in rubric order."""
        return Check.objects.in_scope(self).in_order()


class WeightQuerySet(models.QuerySet["Weight"]):
    def shares(self) -> dict[int, float]:
        """Each competency's share of the whole, by its key; as the engine normalises."""
        values = dict(self.values_list("competency", "value"))
        total = sum(values.values())
        return {competency: float(value / total) for competency, value in values.items()}


class Weight(models.Model):
    """What a competency weighs in one evaluation; any unit, normalised by the engine."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="weights", verbose_name=_("evaluation")
    )
    competency = models.ForeignKey(
        Competency, on_delete=models.PROTECT, related_name="+", verbose_name=_("competency")
    )
    value = models.DecimalField(_("weight"), max_digits=7, decimal_places=3)

    objects = WeightQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation", "competency__number"]
        verbose_name = _("weight")
        verbose_name_plural = _("weights")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "competency"],
                name="weight_unique",
                violation_error_message=_("An evaluation weighs each competency once."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="weight_not_negative",
                violation_error_message=_("A weight is 0 or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency}: {self.value}"


class Exclusion(models.Model):
    """A check of the tier that this evaluation leaves out, for every candidate, and why."""

    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.CASCADE,
        related_name="exclusions",
        verbose_name=_("evaluation"),
    )
    rubric_check = models.ForeignKey(
        Check, on_delete=models.PROTECT, related_name="exclusions", verbose_name=_("sub-check")
    )
    reason = models.TextField(_("reason"), max_length=1000)

    class Meta:
        ordering = ["evaluation", "rubric_check__competency__number", "rubric_check__position"]
        verbose_name = _("check left out")
        verbose_name_plural = _("checks left out")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "rubric_check"],
                name="exclusion_unique",
                violation_error_message=_("This check is left out already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="exclusion_has_reason",
                violation_error_message=_("Say why the check is left out."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.rubric_check}"
