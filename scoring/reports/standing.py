"""Who is first, second, out: the same answer for sentences, tables and charts."""

from string import ascii_uppercase

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult

from .numbers import NOISE


def leaders(dossier: Dossier) -> list[CandidateResult]:
    return [one for one in dossier.comparison.candidates if one.rank == 1]


def ranked(dossier: Dossier) -> list[CandidateResult]:
    return [one for one in dossier.comparison.candidates if one.rank is not None]


def rivals(dossier: Dossier) -> list[CandidateResult]:
    """Who is ranked behind a single leader; nobody while the first place is shared."""
    behind = [one for one in ranked(dossier) if one.rank != 1]
    return behind if len(leaders(dossier)) == 1 else []


def runner_up(dossier: Dossier) -> CandidateResult | None:
    """The one candidate right behind a single leader; None where either place is shared."""
    second = [one for one in rivals(dossier) if one.rank == 2]
    return second[0] if len(second) == 1 else None


def nothing_is_scored(dossier: Dossier) -> bool:
    return not any(candidate.coverage for candidate in dossier.comparison.candidates)


def is_contest(dossier: Dossier) -> bool:
    """One leads, another could have: only then does it mean anything to ask how safe that is."""
    return bool(rivals(dossier)) and not nothing_is_scored(dossier)


def is_simulated(dossier: Dossier) -> bool:
    """Whether a chance to come first says something: there are two, and not all are excluded."""
    several = len(dossier.comparison.candidates) > 1
    return several and bool(leaders(dossier)) and not nothing_is_scored(dossier)


def is_open(dossier: Dossier) -> bool:
    """Something that is unproven or unanswered could still move somebody who is ranked."""
    return any(one.score.ceiling - one.score.proven > NOISE for one in ranked(dossier))


def challengers(dossier: Dossier) -> list[CandidateResult]:
    """Who is behind, and could still be above the first if what is unknown fell that way."""
    if not leaders(dossier):
        return []
    first = leaders(dossier)[0].code
    below = {low for high, low in dossier.comparison.stability.necessarily_above if high == first}
    return [one for one in ranked(dossier) if one.rank != 1 and one.code not in below]


def name_of(dossier: Dossier, code: str) -> str:
    return next(one.name for one in dossier.comparison.candidates if one.code == code)


def key_of(position: int) -> str:
    """A, B … Z, A1, B1 …: letters, because ranks and checks are numbers already."""
    round_, letter = divmod(position, len(ascii_uppercase))
    return f"{ascii_uppercase[letter]}{round_ or ''}"
