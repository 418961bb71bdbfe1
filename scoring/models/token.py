from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.enums import TokenScope

from .evaluation import Evaluation

LONGEST = timedelta(days=365)


class TokenQuerySet(models.QuerySet["Token"]):
    def usable(self, at: datetime) -> "TokenQuerySet":
        """Neither expired nor revoked, and its person may still sign in."""
        return self.filter(revoked_at=None, expires_at__gt=at, user__is_active=True)


class Token(models.Model):
    """A key with which a programme reads the API as one person, and never more than that person.

    The secret itself is kept nowhere. Nor is when it was last used: reading writes nothing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="tokens",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(_("SHA-256 of the secret"), max_length=64)
    scopes = models.JSONField(_("scopes"), help_text=_("What it may read."))
    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("evaluation"),
        null=True,
        blank=True,
        help_text=_("None chosen: all those in which the person has a seat."),
    )
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["user", "-created_at", "-pk"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.UniqueConstraint(
                fields=["digest"],
                name="token_digest_unique",
                violation_error_message=_("Two tokens cannot have the same secret."),
            ),
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=models.Q(revoked_at=None),
                name="token_name_unique",
                violation_error_message=_("You already have a token of that name."),
            ),
            models.CheckConstraint(
                condition=~models.Q(scopes=[]),
                name="token_reads_something",
                violation_error_message=_("Say what the token may read."),
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at"))
                & models.Q(expires_at__lte=models.F("created_at") + LONGEST),
                name="token_expires_within_a_year",
                violation_error_message=_("A token lasts a year at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reads(self) -> list[str]:
        """Its scopes in words."""
        return [str(scope.label) for scope in TokenScope if scope in self.scopes]

    def covers(self, slug: str) -> bool:
        """Whether it was made for that evaluation, if its person may read it."""
        return self.evaluation is None or self.evaluation.slug == slug

    def is_usable(self, at: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > at
