from django.db import models
from django.utils.translation import gettext_lazy as _

from .evaluation import Evaluation


class CandidateQuerySet(models.QuerySet["Candidate"]):
    """A name for the type: what a seat may score is one (`Seat.candidates`)."""


class Candidate(models.Model):
    """A firm that could be chosen."""

    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.CASCADE,
        related_name="candidates",
        verbose_name=_("evaluation"),
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    note = models.TextField(
        _("note"), max_length=2000, blank=True, help_text=_("Contact, offer, where it comes from.")
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation", "name", "pk"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "code"],
                name="candidate_code_unique",
                violation_error_message=_("This evaluation already has a candidate so coded."),
            ),
            models.UniqueConstraint(
                fields=["evaluation", "name"],
                name="candidate_name_unique",
                violation_error_message=_("This evaluation already has a candidate of that name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
