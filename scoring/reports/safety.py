"""How safe an answer is, in sentences: how often it comes out, what it would take to change it."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult
from scoring.engine.reweighting import NearestFlip

from . import numbers
from .gates import still_open
from .people import names_of
from .phrases import bold, listed, names, points
from .standing import challengers, is_contest, is_open, is_simulated, leaders, name_of

RARE = 0.01  # seldom enough to say only that it is less than this
NAMED_SOURCES = 3


def likelihood(dossier: Dossier) -> SafeString | None:
    """How often the leader comes first when weights and open cells are drawn."""
    first = leaders(dossier)
    if len(first) != 1 or not is_simulated(dossier):
        return None
    share = dossier.comparison.simulation.near.first[first[0].code]
    if share == 1:
        words = _("{name} comes first in all {draws} simulations near the announced weights.")
    elif not share:
        words = _(
            "{name} comes first in none of the {draws} simulations near the announced weights."
        )
    elif share < RARE:
        words = _(
            "{name} comes first in less than {share} of {draws} simulations "
            "near the announced weights."
        )
    else:
        words = _(
            "{name} comes first in {share} of {draws} simulations near the announced weights."
        )
    return format_html(words, name=bold(first[0].name), **_drawn(dossier, share))


def duel(dossier: Dossier, one: CandidateResult, other: CandidateResult) -> SafeString:
    """How often one beats the other."""
    share = dossier.comparison.simulation.near.pairwise[one.code][other.code]
    if share == 1:
        words = _("{one} beats {other} in all {draws} simulations near the announced weights.")
    elif not share:
        words = _(
            "{one} beats {other} in none of the {draws} simulations near the announced weights."
        )
    elif share < RARE:
        words = _(
            "{one} beats {other} in less than {share} of {draws} simulations "
            "near the announced weights."
        )
    else:
        words = _(
            "{one} beats {other} in {share} of {draws} simulations near the announced weights."
        )
    return format_html(words, one=bold(one.name), other=bold(other.name), **_drawn(dossier, share))


def nearest(dossier: Dossier) -> SafeString | None:
    """What the nearest of the rivals would need to draw level."""
    flips = _reachable(dossier)
    if not is_contest(dossier):
        return None
    if flips:
        return flip_sentence(dossier, min(flips, key=lambda one: one.points or 0))
    words = _("No change of weights alone lets anybody draw level with {leader}.")
    return format_html(words, leader=bold(leaders(dossier)[0].name))


def flip_sentence(dossier: Dossier, flip: NearestFlip) -> SafeString | None:
    """What one rival would need; nothing is said of who is level already."""
    if flip.points is None:
        words = _("No change of weights alone lets {rival} draw level.")
        return format_html(words, rival=bold(name_of(dossier, flip.rival)))
    if not flip.moves:
        return None
    words = _(
        "It would take {points} of weight, moved from {sources} to {target}, "
        "for {rival} to draw level."
    )
    return format_html(
        words,
        points=points(flip.points),
        sources=_sources(dossier, [one.from_ for one in flip.moves]),
        target=dossier.competencies[flip.moves[0].to].short_title,
        rival=bold(name_of(dossier, flip.rival)),
    )


def certainty(dossier: Dossier) -> SafeString | None:
    """Whether what is still unproven or unanswered could put somebody else above the leader."""
    if not is_contest(dossier) or not is_open(dossier):
        return None
    leader, able = leaders(dossier)[0], challengers(dossier)
    open_gates = len(still_open(leader))
    if able:
        words = _("What is still unproven or unanswered could put {rivals} above {leader}.")
    elif not open_gates:
        words = _("With these weights {leader} is first whatever is still missing or unproven.")
    else:
        words = ngettext(
            "With these weights {leader} has the most points whatever is still missing or "
            "unproven, and is first on condition that {count} open requirement is settled.",
            "With these weights {leader} has the most points whatever is still missing or "
            "unproven, and is first on condition that {count} open requirements are settled.",
            open_gates,
        )
    return format_html(
        words,
        leader=bold(leader.name),
        rivals=names(one.name for one in able),
        count=open_gates,
    )


def leave_one_out(dossier: Dossier) -> tuple[SafeString, ...]:
    """Whether somebody else would be first without one assessor, or without one competency.

    Without a single assessor, or a single competency, nothing is left to compare.
    """
    if not is_contest(dossier):
        return ()
    without = dossier.comparison.stability.leave_one_out
    assessors = _others_first(dossier, without.assessors)
    competencies = _others_first(dossier, without.competencies)
    steady = _steady(assessors == {}, competencies == {})
    people = names_of(dossier)
    said = [format_html(steady, leader=bold(leaders(dossier)[0].name))] if steady else []
    by_name = sorted((people.get(code, code), first) for code, first in (assessors or {}).items())
    for name, first in by_name:
        said.append(_without_assessor(dossier, name, first))
    for code, first in (competencies or {}).items():
        said.append(_without_competency(dossier, dossier.competencies[code].short_title, first))
    return tuple(said)


def _drawn(dossier: Dossier, share: float) -> dict[str, str]:
    draws = dossier.comparison.simulation.near.draws
    shown = numbers.percent(RARE) if share < RARE else numbers.chance(share)
    return {"share": bold(shown), "draws": numbers.count(draws)}


def _reachable(dossier: Dossier) -> list[NearestFlip]:
    flips = dossier.comparison.stability.nearest_flips
    return [one for one in flips if one.points is not None]


def _sources(dossier: Dossier, codes: Sequence[str]) -> SafeString:
    """The competencies that give weight, the most effective first; many are counted."""
    titles = [dossier.competencies[code].short_title for code in codes]
    if len(titles) <= NAMED_SOURCES:
        return listed(titles)
    named, others = titles[: NAMED_SOURCES - 1], len(titles) - NAMED_SOURCES + 1
    more = ngettext("{count} more competency", "{count} more competencies", others)
    return listed([*named, more.format(count=others)])


def _others_first(
    dossier: Dossier, without: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]] | None:
    """Where it is not the leader alone who comes first; None where there is no other to leave."""
    leader = leaders(dossier)[0].code
    if len(without) < 2:
        return None
    return {code: first for code, first in without.items() if first != (leader,)}


def _steady(assessors: bool, competencies: bool) -> str | None:
    if assessors and competencies:
        return _("{leader} stays first whichever assessor or competency is left out.")
    if assessors:
        return _("{leader} stays first whichever assessor is left out.")
    if competencies:
        return _("{leader} stays first whichever competency is left out.")
    return None


def _without_assessor(dossier: Dossier, name: str, first: Sequence[str]) -> SafeString:
    if not first:
        words = _("Without the scores of {left_out}, no candidate could be chosen.")
    elif len(first) == 1:
        words = _("Without the scores of {left_out}, {first} would come first.")
    else:
        words = _("Without the scores of {left_out}, {first} would share first place.")
    return format_html(words, left_out=bold(name), first=_named(dossier, first))


def _without_competency(dossier: Dossier, title: str, first: Sequence[str]) -> SafeString:
    if not first:
        words = _("Without the competency {left_out}, no candidate could be chosen.")
    elif len(first) == 1:
        words = _("Without the competency {left_out}, {first} would come first.")
    else:
        words = _("Without the competency {left_out}, {first} would share first place.")
    return format_html(words, left_out=title, first=_named(dossier, first))


def _named(dossier: Dossier, codes: Iterable[str]) -> SafeString:
    return names(name_of(dossier, code) for code in codes)
