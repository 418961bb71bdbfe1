"""What a candidate must reach, and how it stands: in a word, in a table, and why."""

from dataclasses import dataclass

from django.template.defaultfilters import date as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult
from scoring.engine.gates import GateResult
from scoring.enums import GateState

from . import numbers

TONES = {GateState.PASSED: "ok", GateState.OPEN: "warn", GateState.FAILED: "bad"}
MARKS = {GateState.PASSED: "✓", GateState.OPEN: "?", GateState.FAILED: "✗"}


@dataclass(frozen=True, slots=True)
class Label:
    """A state in a few words, and the tone it is shown in: ok, warn, bad or quiet."""

    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One candidate at one gate: a mark, the interval it was judged on, and the state's name."""

    tone: str
    mark: str
    state: str
    interval: str
    waived: bool = False  # failed, and let pass


@dataclass(frozen=True, slots=True)
class Row:
    """One gate across the candidates, in the order of the ranking."""

    title: str
    minimum: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate does not pass one gate; and why that was let pass, by whom and when."""

    title: str
    tone: str
    state: str
    words: str
    waiver: str = ""


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What stands between one candidate and being eligible."""

    name: str
    reasons: tuple[Reason, ...]


def status(candidate: CandidateResult, dossier: Dossier) -> Label:
    """Eligible, what is still open, or excluded and by what."""
    if candidate.status == "excluded":
        return Label("bad", _excluded_by(candidate, dossier))
    if candidate.status == "conditional":
        return Label("warn", _open_requirements(candidate))
    waived = sum(gate.state == GateState.FAILED for gate in candidate.gates)
    if waived:
        words = ngettext("%(count)s requirement waived", "%(count)s requirements waived", waived)
        return Label("bad", words % {"count": waived})
    return Label("ok", pgettext("candidate", "Eligible"))


def still_open(candidate: CandidateResult) -> list[GateResult]:
    return [gate for gate in candidate.gates if gate.state == GateState.OPEN]


def gate_rows(dossier: Dossier) -> tuple[Row, ...]:
    """Every gate × every candidate; the engine lists the same gates for each of them."""
    of_candidate = [candidate.gates for candidate in dossier.comparison.candidates]
    return tuple(
        Row(
            title=title_of(row[0], dossier),
            minimum=numbers.plain(row[0].minimum),
            standings=tuple(_standing(gate) for gate in row),
        )
        for row in zip(*of_candidate, strict=True)
    )


def obstacles_of(dossier: Dossier) -> tuple[Obstacles, ...]:
    """Why who is excluded or conditional; what is open no longer matters to the excluded."""
    found = []
    for candidate in dossier.comparison.candidates:
        if reasons := reasons_of(candidate, dossier):
            found.append(Obstacles(candidate.name, reasons))
    return tuple(found)


def reasons_of(candidate: CandidateResult, dossier: Dossier) -> tuple[Reason, ...]:
    """Its failed gates, waived or not; then the open ones, unless it is past asking."""
    failed = [gate for gate in candidate.gates if gate.state == GateState.FAILED]
    blocking = failed if candidate.rank is None else failed + still_open(candidate)
    return tuple(_reason(gate, candidate, dossier) for gate in blocking)


def title_of(gate: GateResult, dossier: Dossier) -> str:
    if gate.kind == "check":
        return str(dossier.checks[gate.code or ""])
    if gate.kind == "competency":
        return str(dossier.competencies[gate.code or ""])
    return _("Total score")


def is_unanswered(gate: GateResult, candidate: CandidateResult) -> bool:
    """Not even what is claimed reaches the minimum: an answer is missing, not a proof."""
    return _claimed(gate, candidate) < gate.minimum


def _claimed(gate: GateResult, candidate: CandidateResult) -> float:
    if gate.kind == "check":
        return next(one.claimed for one in candidate.checks if one.code == gate.code)
    if gate.kind == "competency":
        return next(one.claimed for one in candidate.competencies if one.code == gate.code)
    return candidate.score.claimed


def _standing(gate: GateResult) -> Standing:
    state = GateState(gate.state)
    low, high = numbers.whole(gate.low), numbers.whole(gate.high)
    return Standing(
        tone=TONES[state],
        mark=MARKS[state],
        state=_state(gate),
        interval=low if low == high else f"{low}–{high}",
        waived=state == GateState.FAILED and gate.waived,
    )


def _state(gate: GateResult) -> str:
    if gate.state == GateState.FAILED and gate.waived:
        return _("Failed, waived")
    return str(GateState(gate.state).label)


def _reason(gate: GateResult, candidate: CandidateResult, dossier: Dossier) -> Reason:
    tone = TONES[GateState(gate.state)]
    return Reason(
        title=title_of(gate, dossier),
        tone=tone,
        state=_state(gate),
        words=why(gate, candidate),
        waiver=_waiver(gate, candidate, dossier) if gate.waived else "",
    )


def _waiver(gate: GateResult, candidate: CandidateResult, dossier: Dossier) -> str:
    """Everybody who reads the result reads this: a waiver is never silent."""
    key = (candidate.code, gate.kind, gate.code or "")
    for one in dossier.provenance.waivers:
        if (one.candidate.code, one.kind, one.code) == key:
            figures = {
                "reason": one.reason,
                "person": one.waived_by,
                "date": date_format(one.waived_at, "SHORT_DATE_FORMAT"),
            }
            return _("Waived by %(person)s on %(date)s: %(reason)s") % figures
    given = dossier.problem.waivers
    reasons = [one.reason for one in given if (one.candidate, one.kind, one.code or "") == key]
    return _("Waived: %(reason)s") % {"reason": " ".join(reasons)}


def why(gate: GateResult, candidate: CandidateResult) -> str:
    """What a candidate that does not pass has reached, and what it needs."""
    figures = {
        "minimum": numbers.plain(gate.minimum),
        "low": numbers.plain(gate.low),
        "claimed": numbers.plain(_claimed(gate, candidate)),
        "high": numbers.plain(gate.high),
    }
    if gate.state == GateState.FAILED:
        words = _("reaches %(high)s at most, and needs %(minimum)s")
    elif not is_unanswered(gate, candidate):
        words = _("has proven %(low)s of the %(claimed)s promised, and needs %(minimum)s")
    elif gate.kind == "check":
        words = _("has not been answered, and needs %(minimum)s")
    else:
        words = _("has proven %(low)s, could reach %(high)s, and needs %(minimum)s")
    return words % figures


def _excluded_by(candidate: CandidateResult, dossier: Dossier) -> str:
    failed = [
        gate for gate in candidate.gates if gate.state == GateState.FAILED and not gate.waived
    ]
    title, others = title_of(failed[0], dossier), len(failed) - 1
    if not others:
        return _("Excluded · %(requirement)s") % {"requirement": title}
    words = ngettext(
        "Excluded · %(requirement)s and %(count)s more",
        "Excluded · %(requirement)s and %(count)s more",
        others,
    )
    return words % {"requirement": title, "count": others}


def _open_requirements(candidate: CandidateResult) -> str:
    found = still_open(candidate)
    unanswered = sum(is_unanswered(gate, candidate) for gate in found)
    unproven = len(found) - unanswered
    parts = []
    if unproven:
        words = ngettext(
            "%(count)s requirement unproven", "%(count)s requirements unproven", unproven
        )
        parts.append(words % {"count": unproven})
    if unanswered:
        words = ngettext(
            "%(count)s requirement unanswered", "%(count)s requirements unanswered", unanswered
        )
        parts.append(words % {"count": unanswered})
    return " · ".join(parts)
