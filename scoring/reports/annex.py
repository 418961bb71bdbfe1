"""Every check of every candidate: the rating, its proof, its value and its points, and the notes.

Each thing is said once: who agrees shares a line, evidence has a number and stands in a list.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult, CheckResult
from scoring.enums import EvidenceLevel
from scoring.models import Assessment, Check, Evidence

from . import numbers
from .text import blocks, breakable

type Citations = dict[tuple[str, str], str]  # (candidate, check) → [1][4]


@dataclass(frozen=True, slots=True)
class Cell:
    """What was said of one candidate at one check, and what it is worth."""

    ratings: tuple[str, ...]
    worth: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    title: str
    terms: str  # its weight, the proof it needs, its minimum
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What was written of one candidate at one check: each author, and the blocks of the text."""

    check: str
    name: str
    texts: tuple[tuple[str, list[str]], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One competency."""

    title: str
    weight: str
    rows: tuple[Row, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence, with the number by which the cells name it."""

    number: int
    name: str
    title: str
    source: str
    url: str
    sha256: str
    checks: str
    author: str


def exhibits_of(dossier: Dossier) -> tuple[Exhibit, ...]:
    return tuple(
        Exhibit(
            number=number,
            name=candidate.name,
            title=breakable(one.title),
            source=breakable(one.url or one.filename),
            url=one.url,
            sha256=breakable(one.sha256),
            checks=", ".join(check.code for check in one.checks.all()),
            author=str(one.added_by),
        )
        for number, candidate, one in _numbered(dossier)
    )


def annex_of(dossier: Dossier) -> tuple[Section, ...]:
    cited = _citations(dossier)
    return tuple(
        Section(
            title=str(competency),
            weight=numbers.percent(dossier.weights[code]),
            rows=tuple(_row(check, dossier, cited) for check in competency.checks.all()),
            notes=tuple(_notes(competency.checks.all(), dossier)),
        )
        for code, competency in dossier.competencies.items()
    )


def ladder() -> list[tuple[str, str]]:
    """The legend of the evidence ladder."""
    return [(_step(level.value), str(level.label)) for level in EvidenceLevel]


def _numbered(dossier: Dossier) -> Iterable[tuple[int, CandidateResult, Evidence]]:
    """Evidence numbered through, candidate by candidate in the order of the ranking."""
    added = (
        (candidate, one)
        for candidate in dossier.comparison.candidates
        for one in dossier.evidence.get(candidate.code, ())
    )
    return ((number, *pair) for number, pair in enumerate(added, start=1))


def _citations(dossier: Dossier) -> Citations:
    cited: Citations = defaultdict(str)
    for number, candidate, one in _numbered(dossier):
        for check in one.checks.all():
            cited[candidate.code, check.code] += f"[{number}]"
    return cited


def _row(check: Check, dossier: Dossier, cited: Citations) -> Row:
    cells = []
    for candidate in dossier.comparison.candidates:
        where = candidate.code, check.code
        ratings = _ratings(check, dossier.assessments.get(where, ()))
        if where in cited:
            ratings.append(cited[where])
        result = dossier.results[where]
        cells.append(Cell(tuple(ratings), _worth(result, dossier), _tone(result)))
    return Row(check.code, check.title, _terms(check, dossier), tuple(cells))


def _terms(check: Check, dossier: Dossier) -> str:
    """What counts for everybody: the check's weight, the proof it needs, its minimum, its unit."""
    terms = [numbers.percent(dossier.shares[check.code]), _step(check.proof)]
    if check.minimum is not None:
        minimum = numbers.plain(float(check.minimum))
        terms.append(_("knock-out ≥ %(minimum)s") % {"minimum": minimum})
    return " · ".join([*terms, check.unit] if check.is_measure else terms)


def _tone(result: CheckResult) -> str:
    if result.ceiling > result.claimed:
        return "open"
    return "short" if result.proven < result.claimed else "full"


def _worth(result: CheckResult, dossier: Dossier) -> str:
    """The value, what of it is proven, and the points that gives; or what an answer would give."""
    if result.ceiling > result.claimed:
        gain = dossier.shares[result.code] * result.ceiling
        return _("no answer: 0 of %(points)s") % {"points": numbers.fine(gain)}
    claimed, proven = numbers.plain(result.claimed), numbers.plain(result.proven)
    value = claimed if claimed == proven else f"{claimed} → {proven}"
    return f"{value} · {numbers.fine(result.points)}"


def _ratings(check: Check, said: Iterable[Assessment]) -> list[str]:
    """What was said, the most frequent first; how many said so where they differ."""
    counted = Counter(_rating(check, one) for one in said if one.is_answered)
    if len(counted) < 2:
        return list(counted)
    return [f"{count} × {rating}" for rating, count in counted.most_common()]


def _rating(check: Check, one: Assessment) -> str:
    if one.value is None:
        return _("Abstains")
    if one.measurement is not None:
        words = numbers.measured(one.measurement)
    else:
        labels = {level.value: level.label for level in check.scale.levels.all()}
        words = labels.get(Decimal(one.value), numbers.plain(one.value))
    return f"{words} ·\N{NO-BREAK SPACE}{_step(one.evidence)}"


def _step(level: int) -> str:
    return pgettext("step of the evidence ladder", "P%(level)s") % {"level": level}


def _notes(checks: Iterable[Check], dossier: Dossier) -> Iterable[Note]:
    for check in checks:
        for candidate in dossier.comparison.candidates:
            said = dossier.assessments.get((candidate.code, check.code), ())
            texts = tuple((str(one.assessor), blocks(one.note)) for one in said if one.note)
            if texts:
                yield Note(check.code, candidate.name, texts)
