"""Choices that two or more layers use. Imports nothing of ours."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where an evaluation stands in its life."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Scoring open")
    CLOSED = "closed", pgettext_lazy("evaluation", "Closed")


class Role(TextChoices):
    """What a person's seat in an evaluation lets them do."""

    OWNER = "owner", _("Owner")
    ASSESSOR = "assessor", _("Assessor")
    PROCUREMENT = "procurement", _("Procurement")


class Tier(IntegerChoices):
    """How deep an evaluation goes: it uses the checks of its own tier and of those below."""

    EXPRESS = 1, pgettext_lazy("tier", "Express")
    STANDARD = 2, pgettext_lazy("tier", "Standard")
    FULL = 3, pgettext_lazy("tier", "Full")


class ScaleKind(TextChoices):
    LEVELS = "levels", _("Levels")
    MEASURE = "measure", _("Measure")


class Better(TextChoices):
    """Which end of a measure is the good one."""

    LOWER = "lower", _("Lower is better")
    HIGHER = "higher", _("Higher is better")


class EvidenceLevel(IntegerChoices):
    """The evidence ladder, from a vendor's word to what was tested."""

    CLAIM = 0, _("Claimed")
    DOCUMENT = 1, _("Documented")
    COMMITMENT = 2, _("Committed in contract")
    DEMONSTRATION = 3, _("Demonstrated or confirmed by a reference")
    VERIFICATION = 4, _("Verified by us or by an accredited third party")


class EvidenceKind(TextChoices):
    LINK = "link", _("Link")
    FILE = "file", _("File")


class GateState(TextChoices):
    """How a candidate stands at a gate; the engine's words."""

    PASSED = "passed", _("Passed")
    OPEN = "open", pgettext_lazy("gate", "Open")
    FAILED = "failed", _("Failed")
