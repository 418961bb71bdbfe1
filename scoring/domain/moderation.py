"""Moderation: what everybody said, how far apart they are, and what that could change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scoring.engine import Problem
from scoring.engine.comparison import CheckResult
from scoring.engine.panel import Agreement, Contrast, agreement, contrasts
from scoring.engine.sensitivity import Effect
from scoring.models import Assessment, Candidate, Check, Consensus, Evidence, Seat
from scoring.permissions import can_read_marks

from .report import Dossier, dossier_of

type Place = tuple[str, str]  # codes of a candidate and a check


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one person says of one candidate at one check, or why they say nothing."""

    seat: Seat
    assessment: Assessment | None  # of who recused themselves: none that counts
    proven: float | None  # what the rating proves; None without one
    asked: bool  # the competency is theirs
    recused: bool
    expired: bool  # all of the proof they attached is past its date: a claim
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cell:
    """One candidate at one check, for the whole panel."""

    candidate: Candidate
    check: Check
    said: tuple[Said, ...]  # in the order of the seats
    contrast: Contrast
    result: CheckResult  # what counts, a consensus included
    effect: Effect | None  # what its range alone could change
    consensus: Consensus | None

    @property
    def is_rated(self) -> bool:
        return bool(self.contrast.proven)

    @property
    def is_disputed(self) -> bool:
        """People differ, in the rating or in what it proves."""
        return self.contrast.values_apart > 0 or self.contrast.proven_apart > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """An evaluation in moderation, as one seat may read it."""

    dossier: Dossier
    alone: bool  # one person scores: nobody can differ
    hidden: tuple[Candidate, ...]  # from whom the reader recused themselves
    agenda: tuple[Cell, ...]  # what could change the leader, then a gate; each by its swing
    settled: tuple[Cell, ...]  # by consensus, the last one first
    others: tuple[Cell, ...]  # people differ, and nothing hangs on it; by swing
    agreement: Agreement  # of the people's ratings, whatever was settled


def moderation_of(seat: Seat, *, also: Place | None = None) -> Moderation:
    """In a fixed number of queries; NothingToCompare without a candidate.

    also: a cell that is among the others whatever it could change.
    """
    dossier = dossier_of(seat.evaluation)
    hidden = tuple(one for one in dossier.candidates.values() if not _may_read(seat, one, dossier))
    cells = _cells(dossier, {one.code for one in hidden}, also)
    alone = sum(one.is_scoring for one in dossier.seats) == 1
    agenda = _agenda(cells.values(), alone=alone)
    return Moderation(
        dossier=dossier,
        alone=alone,
        hidden=hidden,
        agenda=agenda,
        settled=_settled(cells.values()),
        others=_others(cells, agenda, also),
        agreement=agreement(_without(dossier.problem, {one.code for one in hidden})),
    )


def _may_read(seat: Seat, candidate: Candidate, dossier: Dossier) -> bool:
    recused = (candidate.code, seat.user.username) in dossier.provenance.recused
    return can_read_marks(seat, recused=recused)


def _agenda(cells: Iterable[Cell], *, alone: bool) -> tuple[Cell, ...]:
    """Who is alone has nobody to agree with: what is left is what they did not answer."""
    decisive = [
        one
        for one in cells
        if one.effect and one.consensus is None and not (alone and one.is_rated)
    ]
    order = sorted(decisive, key=lambda one: (one.effect != "leader", -one.contrast.swing))
    return tuple(order)


def _others(
    cells: Mapping[Place, Cell], agenda: tuple[Cell, ...], also: Place | None
) -> tuple[Cell, ...]:
    found = [
        one
        for place, one in cells.items()
        if (one.is_disputed or place == also) and one.consensus is None and one not in agenda
    ]
    return tuple(sorted(found, key=lambda one: -one.contrast.swing))


def _settled(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    found = [(one.consensus.settled_at, one) for one in cells if one.consensus]
    return tuple(one for _at, one in sorted(found, key=lambda pair: pair[0], reverse=True))


def _without(problem: Problem, candidates: set[str]) -> Problem:
    """The problem without what was said of these candidates."""
    kept = tuple(one for one in problem.cells if one.candidate not in candidates)
    return replace(problem, cells=kept)


def _cells(dossier: Dossier, hidden: set[str], also: Place | None) -> dict[Place, Cell]:
    """Those that somebody could want to settle: what decides, is disputed, or was settled."""
    effects = {
        (one.candidate, one.check): one.effect for one in dossier.comparison.stability.decisive
    }
    consensus = dossier.provenance.consensus
    asked = _asked(dossier)
    proofs = _proofs(dossier)
    found = {}
    for place, contrast in contrasts(dossier.problem).items():
        wanted = place in effects or place in consensus or place == also
        if place[0] in hidden or not (wanted or contrast.values_apart or contrast.proven_apart):
            continue
        found[place] = Cell(
            candidate=dossier.candidates[place[0]],
            check=dossier.checks[place[1]],
            said=tuple(_said(dossier, place, contrast, asked, proofs)),
            contrast=contrast,
            result=dossier.results[place],
            effect=effects.get(place),
            consensus=consensus.get(place),
        )
    return found


def _said(
    dossier: Dossier,
    place: Place,
    contrast: Contrast,
    asked: Mapping[int, set[int]],
    proofs: Mapping[tuple[str, str, int], list[Evidence]],
) -> Iterable[Said]:
    by_person = {one.assessor_id: one for one in dossier.assessments.get(place, ())}
    competency = dossier.checks[place[1]].competency_id
    for seat in dossier.seats:
        if not seat.is_scoring:
            continue
        name = seat.user.username
        recused = (place[0], name) in dossier.provenance.recused
        yield Said(
            seat=seat,
            assessment=None if recused else by_person.get(seat.user_id),
            proven=contrast.proven.get(seat.user.code),
            asked=seat.pk not in asked or competency in asked[seat.pk],
            recused=recused,
            expired=(*place, name) in dossier.provenance.expired,
            evidence=() if recused else tuple(proofs.get((*place, seat.user_id), ())),
        )


def _asked(dossier: Dossier) -> dict[int, set[int]]:
    """The competencies that were assigned, by seat; a seat that is not in it was asked all."""
    assigned: dict[int, set[int]] = {}
    pairs = Seat.competencies.through.objects.filter(seat__evaluation=dossier.evaluation)
    for seat, competency in pairs.values_list("seat", "competency"):
        assigned.setdefault(seat, set()).add(competency)
    return assigned


def _proofs(dossier: Dossier) -> dict[tuple[str, str, int], list[Evidence]]:
    """Evidence by candidate, check and the person who attached it."""
    found: dict[tuple[str, str, int], list[Evidence]] = {}
    for candidate, items in dossier.evidence.items():
        for one in items:
            for check in one.checks.all():
                found.setdefault((candidate, check.code, one.added_by_id), []).append(one)
    return found
