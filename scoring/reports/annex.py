"""Every check of every candidate: the rating, its proof, its value and its points, and the notes.

Each thing is said once: who agrees shares a line, evidence has a number and stands in a list.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.defaultfilters import date as date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult, CheckResult
from scoring.enums import EvidenceLevel
from scoring.models import Assessment, Check, Consensus, Evidence

from . import numbers
from .text import blocks, breakable

type Citations = dict[tuple[str, str], str]  # (candidate, check) → [1][4]


@dataclass(frozen=True, slots=True)
class Cell:
    """What was said of one candidate at one check, and what it is worth. What was settled counts
    in place of the ratings, which stay beside it."""

    ratings: tuple[str, ...]
    settled: str
    worth: str
    tone: str

    @property
    def is_plain(self) -> bool:
        """Nothing is missing, nothing was settled: what it is worth needs no mark of its own."""
        return self.tone == "full" and not self.settled

    @property
    def lines(self) -> str:
        """A line each. There are a thousand cells: a box less in each is a second less."""
        return "\n".join([*self.ratings, self.worth] if self.is_plain else self.ratings)


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

    @property
    def paragraphs(self) -> list[str]:
        """The candidate, then what each said, quoted: a quotation goes on until its own end."""
        first, *others = (_quoted(author, text) for author, text in self.texts)
        found = [f"{self.name} · {first[0]}", *first[1:]]
        for said in others:
            found[-1] = f"{found[-1]} {said[0]}"
            found += said[1:]
        return found


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
    worth: str  # its step of the ladder, and what it covers
    url: str
    sha256: str
    checks: str
    author: str
    expired: str  # since when; nothing where it is still valid


def exhibits_of(dossier: Dossier) -> tuple[Exhibit, ...]:
    return tuple(
        Exhibit(
            number=number,
            name=candidate.name,
            title=breakable(one.title),
            source=breakable(one.url or one.filename or one.text),
            worth=" · ".join(filter(None, (step(one.level), breakable(one.scope)))),
            url=one.url,
            sha256=breakable(one.sha256),
            checks=", ".join(check.code for check in one.checks.all()),
            author=str(one.added_by),
            expired=_expired(one, dossier),
        )
        for number, candidate, one in _numbered(dossier)
    )


def _expired(one: Evidence, dossier: Dossier) -> str:
    if not one.is_expired(dossier.evaluation.judged_on):
        return ""
    return _("expired on %(date)s") % {"date": date_format(one.valid_until, "SHORT_DATE_FORMAT")}


def annex_of(dossier: Dossier, *, cite: bool = True) -> tuple[Section, ...]:
    """`cite`: whether the cells name the evidence by its number."""
    cited = _citations(dossier) if cite else {}
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
    return [(step(level.value), str(level.label)) for level in EvidenceLevel]


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
        ratings = _ratings(check, dossier.assessments.get(where, ()), candidate.code, dossier)
        if where in cited:
            ratings.append(cited[where])
        result = dossier.results[where]
        settled = dossier.provenance.consensus.get(where)
        agreed = _("Consensus: %(rating)s") % {"rating": _rating(check, settled)} if settled else ""
        cells.append(Cell(tuple(ratings), agreed, _worth(result, dossier), _tone(result)))
    return Row(check.code, check.title, _terms(check, dossier), tuple(cells))


def _terms(check: Check, dossier: Dossier) -> str:
    """What counts for everybody: the check's weight, the proof it needs, its minimum, its unit."""
    terms = [numbers.percent(dossier.shares[check.code]), step(check.proof)]
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


def _ratings(
    check: Check, said: Iterable[Assessment], candidate: str, dossier: Dossier
) -> list[str]:
    """What was said, the most frequent first; how many said so where they differ."""
    counted = Counter(_marked(check, one, candidate, dossier) for one in said if one.is_answered)
    if len(counted) < 2:
        return list(counted)
    return [f"{count} × {rating}" for rating, count in counted.most_common()]


def _marked(check: Check, one: Assessment, candidate: str, dossier: Dossier) -> str:
    """A rating that does not count, or no longer as what it was, says so."""
    person, rating = one.assessor.username, _rating(check, one)
    if (candidate, person) in dossier.provenance.recused:
        return _("%(rating)s (recused)") % {"rating": rating}
    if (candidate, check.code, person) in dossier.provenance.expired:
        return _("%(rating)s (expired)") % {"rating": rating}
    return rating


def _rating(check: Check, one: Assessment | Consensus) -> str:
    if one.value is None:
        return _("Abstains")
    if one.measurement is not None:
        words = numbers.measured(one.measurement)
    else:
        labels = {level.value: level.label for level in check.scale.levels.all()}
        words = labels.get(Decimal(one.value), numbers.plain(one.value))
    return f"{words} ·\N{NO-BREAK SPACE}{step(one.evidence)}"


def step(level: int) -> str:
    return pgettext("step of the evidence ladder", "P%(level)s") % {"level": level}


def _quoted(author: str, text: Sequence[str]) -> list[str]:
    said = _("%(author)s: “%(words)s”") % {"author": author, "words": "\n".join(text)}
    return said.split("\n")


def _notes(checks: Iterable[Check], dossier: Dossier) -> Iterable[Note]:
    """Why it was settled as it was comes first, then what each person wrote."""
    for check in checks:
        for candidate in dossier.comparison.candidates:
            where = candidate.code, check.code
            said = dossier.assessments.get(where, ())
            texts = [(str(one.assessor), blocks(one.note)) for one in said if one.note]
            if settled := dossier.provenance.consensus.get(where):
                author = _("Consensus, %(person)s") % {"person": settled.settled_by}
                texts.insert(0, (author, blocks(settled.reason)))
            if texts:
                yield Note(check.code, candidate.name, tuple(texts))
