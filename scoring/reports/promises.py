"""Promised against proven: what a candidate claims and has not shown, and what showing it adds."""

from dataclasses import dataclass

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult

from . import numbers
from .annex import step
from .fold import Fold, fold

SHOWN = 10  # of each candidate, the largest first; the annex has every one


@dataclass(frozen=True, slots=True)
class Row:
    """One check: the value that is promised and what of it is proven, what proof it takes, and
    what that would add to the total."""

    title: str
    promised: str
    proven: str
    proof: str
    gain: str


@dataclass(frozen=True, slots=True)
class Promise:
    """All of one candidate's; `folded` adds what the rows that are not shown would."""

    name: str
    excluded: bool
    gain: str
    rows: Fold[Row]
    folded: str


def promises_of(dossier: Dossier, *, shown: int = SHOWN) -> tuple[Promise, ...]:
    """In the order of the ranking; only who promises more than was proven."""
    found = (promise_of(one, dossier, shown=shown) for one in dossier.comparison.candidates)
    return tuple(one for one in found if one.rows)


def promise_of(candidate: CandidateResult, dossier: Dossier, *, shown: int = SHOWN) -> Promise:
    gains = {
        one.code: dossier.shares[one.code] * (one.claimed - one.proven) for one in candidate.checks
    }
    ordered = sorted(candidate.checks, key=lambda one: -gains[one.code])
    promised = [one for one in ordered if gains[one.code] > numbers.NOISE]
    rows = fold(
        (
            Row(
                title=str(dossier.checks[one.code]),
                promised=numbers.plain(one.claimed),
                proven=numbers.plain(one.proven),
                proof=step(dossier.checks[one.code].proof),
                gain=f"+{numbers.fine(gains[one.code])}",
            )
            for one in promised
        ),
        at=shown,
    )
    rest = sum(gains[one.code] for one in promised[len(rows.shown) :])
    return Promise(
        name=candidate.name,
        excluded=candidate.rank is None,
        gain=numbers.signed(candidate.score.claimed - candidate.score.proven),
        rows=rows,
        folded=f"+{numbers.fine(rest)}",
    )
