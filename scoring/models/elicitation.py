from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scoring.enums import ElicitationMethod

from .evaluation import Evaluation
from .user import User


class ElicitationQuerySet(models.QuerySet["Elicitation"]):
    def current(self) -> "ElicitationQuerySet":
        """Everybody's last word, by method."""
        return self.filter(is_current=True)

    def in_use(self) -> "ElicitationQuerySet":
        """Those from which the evaluation's weights come."""
        return self.filter(in_use=True)

    def standing(self) -> "ElicitationQuerySet":
        """Last words, and what is in use although its author has answered anew since."""
        return self.filter(models.Q(is_current=True) | models.Q(in_use=True))

    def by(self, user: User) -> "ElicitationQuerySet":
        return self.filter(user=user)


class Elicitation(models.Model):
    """What one person answered, by one method, when asked what the competencies weigh.

    An answer never changes: answering anew adds a row, and the old one is current no more. So
    the answers from which an evaluation took its weights stay as they were given.
    """

    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.CASCADE,
        related_name="elicitations",
        verbose_name=_("evaluation"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="elicitations",
        verbose_name=_("person"),
    )
    method = models.CharField(_("method"), max_length=12, choices=ElicitationMethod)
    answers = models.JSONField(_("answers"), help_text=_("By the competencies' codes."))
    weights = models.JSONField(
        _("weights"), help_text=_("Shares of the whole, by the competencies' codes; not rounded.")
    )
    at = models.DateTimeField(_("at"))
    is_current = models.BooleanField(_("current"), default=True)
    in_use = models.BooleanField(_("in use"), default=False)

    objects = ElicitationQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation", "pk"]
        verbose_name = _("answer about weights")
        verbose_name_plural = _("answers about weights")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "user", "method"],
                condition=models.Q(is_current=True),
                name="elicitation_one_current",
                violation_error_message=_("Each person has one current answer by each method."),
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=ElicitationMethod.values),
                name="elicitation_method_known",
                violation_error_message=_("Weights are asked for by one of the five methods."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_method_display()}"

    def get_absolute_url(self) -> str:
        return reverse("elicitation_detail", args=[self.evaluation.slug, self.pk])
