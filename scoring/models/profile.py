from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from .competency import Competency
from .rubric import Rubric, RubricPart


class ProfileQuerySet(models.QuerySet["Profile"]):
    def get_by_natural_key(self, slug: str, version: int, profile: str) -> "Profile":
        return self.get(rubric__slug=slug, rubric__version=version, slug=profile)


class Profile(RubricPart):
    """A named set of weights for a kind of company, with the reason for it."""

    rubric = models.ForeignKey(
        Rubric, on_delete=models.CASCADE, related_name="profiles", verbose_name=_("rubric")
    )
    slug = models.SlugField(_("slug"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = TranslatedField(models.CharField(_("title"), max_length=100))
    rationale = TranslatedField(models.TextField(_("rationale")))

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["rubric", "position"]
        verbose_name = _("weight profile")
        verbose_name_plural = _("weight profiles")
        constraints = [
            models.UniqueConstraint(
                fields=["rubric", "slug"],
                name="profile_slug_unique",
                violation_error_message=_("This rubric already has a profile with that slug."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def natural_key(self) -> tuple[str, int, str]:
        return (*self.rubric.natural_key(), self.slug)

    natural_key.dependencies = ["scoring.rubric"]  # type: ignore[attr-defined]  # Django's protocol


class ProfileWeightQuerySet(models.QuerySet["ProfileWeight"]):
    def get_by_natural_key(
        self, slug: str, version: int, profile: str, number: int
    ) -> "ProfileWeight":
        return self.get(
            profile__rubric__slug=slug,
            profile__rubric__version=version,
            profile__slug=profile,
            competency__number=number,
        )


class ProfileWeight(RubricPart):
    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="weights", verbose_name=_("profile")
    )
    competency = models.ForeignKey(
        Competency, on_delete=models.CASCADE, related_name="+", verbose_name=_("competency")
    )
    value = models.DecimalField(_("weight"), max_digits=7, decimal_places=3)

    objects = ProfileWeightQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "competency__number"]
        verbose_name = _("profile weight")
        verbose_name_plural = _("profile weights")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "competency"],
                name="profile_weight_unique",
                violation_error_message=_("A profile weighs each competency once."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="profile_weight_not_negative",
                violation_error_message=_("A weight is 0 or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile} · {self.competency}: {self.value}"

    def natural_key(self) -> tuple[str, int, str, int]:
        return (*self.profile.natural_key(), self.competency.number)

    natural_key.dependencies = ["scoring.profile", "scoring.competency"]  # type: ignore[attr-defined]  # Django's protocol

    def part_of(self) -> Rubric:
        return self.profile.rubric
