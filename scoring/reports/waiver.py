"""Requirements that are not met: failed ones and what lets them pass, open ones and what settles
them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from scoring.domain.moderation import Moderation
from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult, CheckResult
from scoring.engine.gates import GateResult
from scoring.enums import GateState
from scoring.models import Waiver

from .gates import title_of, why
from .moderation import key_at

SETTLING = 3  # checks that are named where an open minimum hangs on many


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A requirement that excludes a candidate."""

    key: str
    code: str  # the candidate's
    name: str
    kind: str
    gate: str  # code of the check or the competency; empty for the total
    title: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """A waiver on record. `needless`: by now nothing fails that it would let pass."""

    pk: int
    key: str
    name: str
    title: str
    words: str
    needless: bool
    reason: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """A check at which an open requirement could be settled, and what is missing there."""

    key: str  # its anchor on the page
    title: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A requirement that what is known neither meets nor misses."""

    name: str
    title: str
    words: str
    settling: tuple[Settling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    failed: tuple[Failed, ...]
    waived: tuple[Waived, ...]
    open: tuple[Open, ...]


def gates_of(moderation: Moderation) -> Gates:
    dossier = moderation.dossier
    hidden = {one.code for one in moderation.hidden}
    pairs = [
        (candidate, gate)
        for candidate in dossier.comparison.candidates
        if candidate.code not in hidden
        for gate in candidate.gates
    ]
    return Gates(
        failed=tuple(
            _failed(*pair, dossier)
            for pair in pairs
            if pair[1].state == GateState.FAILED and not pair[1].waived
        ),
        waived=tuple(
            _waived(one, pairs, dossier)
            for one in dossier.provenance.waivers
            if one.candidate.code not in hidden
        ),
        open=tuple(_open(*pair, moderation) for pair in pairs if pair[1].state == GateState.OPEN),
    )


def key_of(candidate: str, kind: str, gate: str) -> str:
    """Its anchor on the page."""
    return f"gate-{candidate}-{kind}-{gate.replace('.', '-')}"


def _failed(candidate: CandidateResult, gate: GateResult, dossier: Dossier) -> Failed:
    return Failed(
        key=key_of(candidate.code, gate.kind, gate.code or ""),
        code=candidate.code,
        name=candidate.name,
        kind=gate.kind,
        gate=gate.code or "",
        title=title_of(gate, dossier),
        words=why(gate, candidate),
    )


def _waived(
    waiver: Waiver, pairs: Iterable[tuple[CandidateResult, GateResult]], dossier: Dossier
) -> Waived:
    watched = (waiver.candidate.code, waiver.kind, waiver.code)
    found = [pair for pair in pairs if (pair[0].code, pair[1].kind, pair[1].code or "") == watched]
    title, words, failed = (
        waiver.code,
        _("It is no requirement of this evaluation any more."),
        False,
    )
    for candidate, gate in found:
        failed = gate.state == GateState.FAILED
        title = title_of(gate, dossier)
        words = why(gate, candidate) if failed else _("It does not fail any more.")
    return Waived(
        pk=waiver.pk,
        key=key_of(*watched),
        name=waiver.candidate.name,
        title=title,
        words=words,
        needless=not failed,
        reason=waiver.reason,
        person=str(waiver.waived_by),
        at=waiver.waived_at,
    )


def _open(candidate: CandidateResult, gate: GateResult, moderation: Moderation) -> Open:
    dossier = moderation.dossier
    disputed = {
        one.check.code
        for one in moderation.agenda
        if one.is_disputed and one.candidate.code == candidate.code
    }
    return Open(
        name=candidate.name,
        title=title_of(gate, dossier),
        words=why(gate, candidate),
        settling=tuple(
            Settling(
                key=key_at(candidate.code, one.code),
                title=str(dossier.checks[one.code]),
                words=_missing(one, dossier, disputed=one.code in disputed),
            )
            for one in _hinges(candidate, gate, dossier)[:SETTLING]
        ),
    )


def _hinges(candidate: CandidateResult, gate: GateResult, dossier: Dossier) -> list[CheckResult]:
    """The checks on which the gate hangs, and at which something is still to be had, most first."""
    gains = [
        (dossier.shares[one.code] * (one.ceiling - one.proven), one)
        for one in candidate.checks
        if _is_watched(one, gate, dossier) and one.ceiling > one.proven
    ]
    return [one for _gain, one in sorted(gains, key=lambda pair: -pair[0])]


def _is_watched(one: CheckResult, gate: GateResult, dossier: Dossier) -> bool:
    if gate.kind == "check":
        return one.code == gate.code
    return gate.kind == "total" or dossier.checks[one.code].competency.code == gate.code


def _missing(one: CheckResult, dossier: Dossier, *, disputed: bool) -> str:
    if one.ceiling > one.claimed:
        return _("an answer")
    words = _("a consensus, or proof: %(level)s") if disputed else _("proof: %(level)s")
    return words % {"level": dossier.checks[one.code].get_proof_display()}
