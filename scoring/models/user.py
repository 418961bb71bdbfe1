from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

# Stands in the names of people who came with an imported evaluation, and in nobody else's: the
# validator of names does not allow it.
IMPORTED = ":"


def code_of(username: str) -> str:
    """What a problem calls the person; who was imported keeps the code of the file."""
    code, imported, _evaluation = username.rpartition(IMPORTED)
    return code if imported else username


class User(AbstractUser):
    """A person who signs in. What they may do in an evaluation is in their seat, not here."""

    email = models.EmailField(
        _("email address"),
        unique=True,
        error_messages={"unique": _("Somebody already has this email address.")},
    )

    class Meta(AbstractUser.Meta):
        pass

    @property
    def code(self) -> str:
        return code_of(self.username)

    def __str__(self) -> str:
        return self.get_full_name() or self.username
