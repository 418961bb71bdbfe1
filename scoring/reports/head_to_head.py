"""Two candidates against each other: where one is ahead, where it gives way, and how safe it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.domain.comparison import nearest_flip_between
from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult

from . import numbers, safety
from .charts import Step
from .gates import still_open
from .phrases import bold, listed, names, paragraph, points
from .standing import nothing_is_scored


@dataclass(frozen=True, slots=True)
class Difference:
    """What a competency adds to one candidate's lead over another, in points of the total."""

    code: str
    points: float


@dataclass(frozen=True, slots=True)
class Row:
    """One competency: what each has proven in it, and who it brings how far ahead."""

    number: str
    title: str
    one: str
    other: str
    points: str
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadToHead:
    """`one` is the one with more points; the rows sum to the gap, the largest first."""

    one: CandidateResult
    other: CandidateResult
    sentence: SafeString
    rows: tuple[Row, ...]
    one_total: str
    other_total: str
    gap: str
    step: Step  # all of it


def head_to_head(dossier: Dossier, first: str = "", second: str = "") -> HeadToHead | None:
    """The pair of these codes. Where they name no pair, the first two; None without a pair."""
    candidates = {one.code: one for one in dossier.comparison.candidates}
    if len(candidates) < 2 or nothing_is_scored(dossier):
        return None
    codes = [code for code in (first, second, *candidates) if code in candidates]
    one, other = (candidates[code] for code in list(dict.fromkeys(codes))[:2])
    if _gap(one, other) < 0 or (one.rank is None and _gap(one, other) <= numbers.NOISE):
        one, other = other, one
    rows = _rows(dossier, one, other, differences(one, other))
    gap = numbers.signed(_gap(one, other))
    return HeadToHead(
        one=one,
        other=other,
        sentence=sentence(dossier, one, other),
        rows=rows,
        one_total=numbers.points(one.score.proven),
        other_total=numbers.points(other.score.proven),
        gap=gap,
        step=Step(
            escape(_("In all: %(points)s") % {"points": gap}),
            rows[0].step.begin,
            rows[-1].step.end,
        ),
    )


def differences(one: CandidateResult, other: CandidateResult) -> list[Difference]:
    """Competency by competency, what `one` is ahead; the largest first. They sum to the gap."""
    pairs = zip(one.competencies, other.competencies, strict=True)
    found = [Difference(a.code, a.contribution - b.contribution) for a, b in pairs]
    return sorted(found, key=lambda difference: -difference.points)


def strengths(found: Iterable[Difference]) -> list[Difference]:
    return [one for one in found if one.points >= numbers.SHOWN]


def weaknesses(found: Iterable[Difference]) -> list[Difference]:
    """The worst first."""
    return [one for one in found if one.points <= -numbers.SHOWN][::-1]


def reasons(dossier: Dossier, one: CandidateResult, other: CandidateResult) -> SafeString | None:
    """Thanks to which two competencies, in spite of which one; nothing where they are level."""
    found = differences(one, other)
    ahead, behind = strengths(found)[:2], weaknesses(found)[:1]
    if not ahead or _gap(one, other) <= numbers.NOISE:
        return None
    if behind:
        words = _("The difference comes mainly from {ahead}; {behind} narrows it.")
    else:
        words = _("The difference comes mainly from {ahead}; nothing narrows it.")
    return format_html(words, ahead=_titles(dossier, ahead), behind=_titles(dossier, behind))


def sentence(dossier: Dossier, one: CandidateResult, other: CandidateResult) -> SafeString:
    """Who is ahead, by how much, thanks to what, in spite of what, and how safe it is."""
    said = [_ahead(one, other), reasons(dossier, one, other)]
    if one.rank is not None and other.rank is not None:
        flip = nearest_flip_between(dossier.problem, one.code, other.code)
        said += [safety.duel(dossier, one, other), safety.flip_sentence(dossier, flip)]
    elif one.rank is not None:
        said.append(format_html(_("{name} is excluded."), name=bold(other.name)))
    return paragraph(said)


def _ahead(one: CandidateResult, other: CandidateResult) -> SafeString:
    """Who is excluded is ahead in points only; who has open gates, on condition."""
    open_gates = len(still_open(one))
    if _gap(one, other) <= numbers.NOISE:
        words = _("{both} have the same points, {total}.")
    elif one.rank is not None:
        words = _by_points(open_gates)
    elif other.rank is not None:
        words = _("{one} has {gap} more than {other}, but is excluded.")
    else:
        words = _("{one} has {gap} more than {other}; both are excluded.")
    return format_html(
        words,
        both=names([one.name, other.name]),
        one=bold(one.name),
        other=bold(other.name),
        gap=points(_gap(one, other)),
        total=bold(numbers.points(one.score.proven)),
        count=open_gates,
    )


def _gap(one: CandidateResult, other: CandidateResult) -> float:
    return one.score.proven - other.score.proven


def _by_points(open_gates: int) -> str:
    if not open_gates:
        return _("{one} is {gap} ahead of {other}.")
    return ngettext(
        "{one} is {gap} ahead of {other}, on condition that {count} open requirement is settled.",
        "{one} is {gap} ahead of {other}, on condition that {count} open requirements are settled.",
        open_gates,
    )


def _titles(dossier: Dossier, found: Iterable[Difference]) -> SafeString:
    return listed([dossier.competencies[one.code].short_title for one in found])


def _rows(
    dossier: Dossier, one: CandidateResult, other: CandidateResult, found: Sequence[Difference]
) -> tuple[Row, ...]:
    of_one = {result.code: result for result in one.competencies}
    of_other = {result.code: result for result in other.competencies}
    titles = [dossier.competencies[each.code].short_title for each in found]
    figures = [numbers.signed(each.points) for each in found]
    labels = [f"{title}: {figure}" for title, figure in zip(titles, figures, strict=True)]
    steps = Step.fall([each.points for each in found], labels)
    return tuple(
        Row(
            number=each.code,
            title=title,
            one=numbers.whole(of_one[each.code].proven),
            other=numbers.whole(of_other[each.code].proven),
            points=figure,
            step=step,
        )
        for each, title, figure, step in zip(found, titles, figures, steps, strict=True)
    )
