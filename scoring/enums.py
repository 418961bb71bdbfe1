"""Choices that two or more layers use. Imports nothing of ours."""

from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """Where an evaluation stands in its life."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Scoring open")
    MODERATION = "moderation", _("In moderation")
    CLOSED = "closed", pgettext_lazy("evaluation", "Closed")
    DECIDED = "decided", _("Decided")


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
    NOTE = "note", _("Note of a call or a demonstration")


class ElicitationMethod(TextChoices):
    """A way of asking a person what the competencies weigh."""

    POINTS = "points", _("Direct points")
    SWING = "swing", _("Swings")
    RANKS = "ranks", _("Rank order")
    PAIRS = "pairs", _("Pairs (AHP)")
    BEST_WORST = "best-worst", _("Best and worst")


class GateState(TextChoices):
    """How a candidate stands at a gate; the engine's words."""

    PASSED = "passed", _("Passed")
    OPEN = "open", pgettext_lazy("gate", "Open")
    FAILED = "failed", _("Failed")


class GateKind(TextChoices):
    """What a gate watches; the engine's words."""

    CHECK = "check", _("Sub-check")
    COMPETENCY = "competency", _("Competency")
    TOTAL = "total", _("Total")


class Action(TextChoices):
    """What the ledger can tell of."""

    EVALUATION_CREATED = "evaluation.created", _("Evaluation created")
    EVALUATION_REVISED = "evaluation.revised", _("Set-up changed")
    EVALUATION_OPENED = "evaluation.opened", _("Scoring opened")
    EVALUATION_WITHDRAWN = "evaluation.withdrawn", _("Back to draft")
    EVALUATION_REFROZEN = "evaluation.refrozen", _("Weights, scope or method changed")
    EVALUATION_MODERATED = "evaluation.moderated", _("Moderation begun")
    EVALUATION_CLOSED = "evaluation.closed", _("Evaluation closed")
    EVALUATION_REOPENED = "evaluation.reopened", _("Moderation reopened")
    EVALUATION_DECIDED = "evaluation.decided", _("Decision signed")
    ELICITATION_ANSWERED = "elicitation.answered", _("Weights answered")
    ELICITATION_ADOPTED = "elicitation.adopted", _("Weights taken from answers")
    CANDIDATE_ADDED = "candidate.added", _("Candidate added")
    CANDIDATE_REVISED = "candidate.revised", _("Candidate changed")
    CANDIDATE_REMOVED = "candidate.removed", _("Candidate removed")
    SEAT_GRANTED = "seat.granted", _("Seat given")
    SEAT_REVOKED = "seat.revoked", _("Seat taken away")
    SEAT_ASSIGNED = "seat.assigned", _("Competencies assigned")
    INTEREST_DECLARED = "interest.declared", _("Interest declared")
    ASSESSMENT_SAVED = "assessment.saved", _("Rating saved")
    CONSENSUS_SETTLED = "consensus.settled", _("Consensus settled")
    CONSENSUS_WITHDRAWN = "consensus.withdrawn", _("Consensus withdrawn")
    GATE_WAIVED = "gate.waived", _("Failed gate waived")
    WAIVER_WITHDRAWN = "waiver.withdrawn", _("Waiver withdrawn")
    EVIDENCE_ATTACHED = "evidence.attached", _("Evidence attached")
    EVIDENCE_REVISED = "evidence.revised", _("Evidence changed")
    EVIDENCE_REMOVED = "evidence.removed", _("Evidence taken back")
    RUBRIC_STARTED = "rubric.started", _("Rubric started")
    RUBRIC_DRAFTED = "rubric.drafted", _("Draft version made")
    RUBRIC_WEIGHED = "rubric.weighed", _("Weights of the rubric changed")
    RUBRIC_EDITED = "rubric.edited", _("Rubric edited")
    RUBRIC_PUBLISHED = "rubric.published", _("Version published")
    RUBRIC_DISCARDED = "rubric.discarded", _("Draft thrown away")
    PERSON_ADDED = "person.added", _("Account made")
    PERSON_CHANGED = "person.changed", _("Account changed")
    PERSON_PASSWORD_SET = "person.password_set", _("Password set")
    TOKEN_ISSUED = "token.issued", _("API token made")
    TOKEN_REVOKED = "token.revoked", _("API token revoked")


class TokenScope(TextChoices):
    """What a token of the API may read: each address of the API asks for one."""

    EVALUATIONS = "evaluations", _("Evaluations: candidates, weights, people and their progress")
    COMPARISON = "comparison", _("Comparisons: the result, and the problem that it answers")
    REPORTS = "reports", _("Reports: those that were made, as PDF")


class ReportSection(TextChoices):
    """What a report may hold beside its first page, in the order in which it stands there."""

    COMPETENCIES = "competencies", _("The competencies")
    GATES = "gates", _("Requirements and waivers")
    HEAD_TO_HEAD = "head-to-head", _("The first two head to head")
    SENSITIVITY = "sensitivity", _("How safe the result is")
    PROMISES = "promises", _("Promised against proven")
    CANDIDATES = "candidates", _("A sheet for each candidate")
    CHECKS = "checks", _("Check by check")
    EVIDENCE = "evidence", _("Evidence")
    METHOD = "method", _("Method and weights")
    PEOPLE = "people", _("People and dates")
    AUDIT = "audit", _("Audit annex")
    SIGNATURES = "signatures", _("Signatures")


class ReportState(TextChoices):
    """How far the making of a report has come."""

    QUEUED = "queued", pgettext_lazy("report", "Waiting")
    RENDERING = "rendering", pgettext_lazy("report", "Being made")
    DONE = "done", pgettext_lazy("report", "Ready")
    FAILED = "failed", pgettext_lazy("report", "Not made")


class ReportFailure(TextChoices):
    """Why a report was not made, as its reader is told."""

    PRINTER = "printer", _("This server cannot make PDFs: Pango is missing on it.")
    LIMIT = (
        "limit",
        _(
            "Making it took more time or memory than this server allows. "
            "Choose fewer sections and try again."
        ),
    )
    CHANGED = (
        "changed",
        _("The evaluation changed while the report was being made. Make it of today’s state."),
    )
    EMPTY = "empty", _("There is nothing to report: the evaluation has no candidate.")
    INTERRUPTED = (
        "interrupted",
        _("The server stopped several times while it made this report. Tell the administrator."),
    )
    BROKEN = (
        "broken",
        _("Making it failed. Try again; if it fails once more, the server’s log says why."),
    )


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of an evaluation's life: from where to where, and how the ledger calls it."""

    action: Action
    source: State
    target: State
    needs_reason: bool = False


# The whole life, for the verbs, the permissions and the picture in docs/. The database refuses any
# other step (migration 0005); a test holds the two together.
TRANSITIONS = {
    one.action: one
    for one in (
        Transition(Action.EVALUATION_OPENED, State.DRAFT, State.OPEN),
        Transition(Action.EVALUATION_WITHDRAWN, State.OPEN, State.DRAFT, needs_reason=True),
        Transition(Action.EVALUATION_MODERATED, State.OPEN, State.MODERATION),
        Transition(Action.EVALUATION_CLOSED, State.MODERATION, State.CLOSED),
        Transition(Action.EVALUATION_REOPENED, State.CLOSED, State.MODERATION, needs_reason=True),
        Transition(Action.EVALUATION_DECIDED, State.CLOSED, State.DECIDED, needs_reason=True),
    )
}
