"""A rubric: the competencies, checks, scales and weight profiles that an evaluation uses.

One row is one version. A published version never changes; `domain.rubric` makes the next draft.
Everything that belongs to a rubric stands in one file each: competency, check, scale, profile.
"""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField


class PublishedIsImmutable(Exception):
    """Somebody tried to change a published rubric, or a part of one: make a draft of it first."""


class RubricQuerySet(models.QuerySet["Rubric"]):
    def published(self) -> "RubricQuerySet":
        return self.filter(published_at__isnull=False)

    def offered(self) -> "RubricQuerySet":
        """What a new evaluation may use."""
        return self.published().filter(imported=False)

    def seen_by(self, user: Any) -> "RubricQuerySet":
        """All but those that came with an imported evaluation in which the person has no seat."""
        own = self.model.objects.filter(evaluations__seats__user=user)
        return self.filter(models.Q(imported=False) | models.Q(pk__in=own.values("pk")))

    def drafts(self) -> "RubricQuerySet":
        return self.filter(published_at__isnull=True)

    def get_by_natural_key(self, slug: str, version: int) -> "Rubric":
        return self.get(slug=slug, version=version)


class Rubric(models.Model):
    slug = models.SlugField(_("slug"))
    version = models.PositiveIntegerField(_("version"), validators=[MinValueValidator(1)])
    title = TranslatedField(models.CharField(_("title"), max_length=200))
    note = TranslatedField(models.TextField(_("note"), blank=True))
    source_title = models.CharField(_("title of the source"), max_length=200, blank=True)
    source_author = models.CharField(_("author of the source"), max_length=200, blank=True)
    source_date = models.DateField(_("date of the source"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    imported = models.BooleanField(
        _("imported"),
        default=False,
        editable=False,
        help_text=_("It came with an imported evaluation, and belongs to it alone."),
    )

    objects = RubricQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "-version"]
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"],
                name="rubric_version_unique",
                violation_error_message=_("This rubric already has a version with that number."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=models.Q(published_at__isnull=True),
                name="rubric_one_draft",
                violation_error_message=_("This rubric already has a draft version."),
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1),
                name="rubric_version_positive",
                violation_error_message=_("A version is numbered from 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and Rubric.objects.published().filter(pk=self.pk).exists():
            raise PublishedIsImmutable(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.is_published:
            raise PublishedIsImmutable(str(self))
        return super().delete(*args, **kwargs)

    def natural_key(self) -> tuple[str, int]:
        return self.slug, self.version

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class RubricPart(models.Model):
    """Something that belongs to a rubric, and is frozen with it. Fixtures load past this."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.part_of().is_published:
            raise PublishedIsImmutable(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.part_of().is_published:
            raise PublishedIsImmutable(str(self))
        return super().delete(*args, **kwargs)

    def part_of(self) -> Rubric:
        """The rubric this belongs to; a part that hangs on another part says through which."""
        return self.rubric  # type: ignore[attr-defined, no-any-return]  # each part's own key
