"""What the numbers say, in sentences: templates in three languages, no model of language.

Firms take no article, adjective or pronoun: a sentence must be right whatever their gender.
Names and titles are people's text; everything here that holds one is escaped.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult

from . import numbers
from .gates import Label, still_open

SHOWN = 0.05  # a difference that one decimal would show as 0,0 is not spoken of


@dataclass(frozen=True, slots=True)
class Difference:
    """What a competency adds to one candidate's lead over another, in points of the total."""

    code: str
    points: float


def headline(dossier: Dossier) -> Label:
    """The verdict in a few words, over the sentence."""
    comparison = dossier.comparison
    leaders = _leaders(dossier)
    if nothing_is_scored(dossier):
        return Label("quiet", _("Nothing scored yet"))
    if not leaders:
        return Label("bad", _("No eligible candidate"))
    if len(leaders) > 1:
        return Label("warn", _("Tie for first place"))
    if leaders[0].status == "conditional":
        return Label("warn", _("Requirements still open"))
    if len(comparison.candidates) == 1:
        return Label("quiet", _("Only one candidate"))
    return Label("ok", _("Every requirement met"))


def verdict(dossier: Dossier) -> SafeString:
    """Who leads, by how much, thanks to what and in spite of what."""
    if nothing_is_scored(dossier):
        return mark_safe(_("Nothing has been scored yet: there is nothing to compare."))  # noqa: S308  our own words
    leaders = _leaders(dossier)
    if not leaders:
        return _nobody(dossier)
    sentences = [_first_place(dossier, leaders), _reasons(dossier), _excluded_above(dossier)]
    return format_html_join(" ", "{}", ((one,) for one in sentences if one))


def certainty(dossier: Dossier) -> SafeString | None:
    """Whether what is still unproven or unanswered could put somebody else above the leader."""
    leaders = _leaders(dossier)
    rivals = [one for one in dossier.comparison.candidates if (one.rank or 0) > 1]
    if len(leaders) != 1 or not rivals or nothing_is_scored(dossier):
        return None
    leader, able = leaders[0], challengers(dossier)
    if not able:
        sentence = _("Nothing that is still unproven or unanswered can put anybody above {leader}.")
    else:
        sentence = _("What is still unproven or unanswered could put {rivals} above {leader}.")
    return format_html(
        sentence, leader=_bold(leader.name), rivals=_listed([_bold(one.name) for one in able])
    )


def challengers(dossier: Dossier) -> list[CandidateResult]:
    """Who is behind, and could still be above the first if what is unknown fell that way."""
    leaders = _leaders(dossier)
    if not leaders:
        return []
    first = leaders[0].code
    below = {low for high, low in dossier.comparison.stability.necessarily_above if high == first}
    behind = [one for one in dossier.comparison.candidates if (one.rank or 0) > 1]
    return [one for one in behind if one.code not in below]


def nothing_is_scored(dossier: Dossier) -> bool:
    return not any(candidate.coverage for candidate in dossier.comparison.candidates)


def runner_up(dossier: Dossier) -> CandidateResult | None:
    """The one candidate right behind a single leader; None where either place is shared."""
    ranked = [one for one in dossier.comparison.candidates if one.rank is not None]
    alone = len(ranked) > 1 and ranked[0].rank == 1 and ranked[1].rank == 2
    shared = len(ranked) > 2 and ranked[2].rank == 2
    return ranked[1] if alone and not shared else None


def differences(one: CandidateResult, other: CandidateResult) -> list[Difference]:
    """Competency by competency, what `one` is ahead; the largest first. They sum to the gap."""
    pairs = zip(one.competencies, other.competencies, strict=True)
    found = [Difference(a.code, a.contribution - b.contribution) for a, b in pairs]
    return sorted(found, key=lambda difference: -difference.points)


def strengths(found: Iterable[Difference]) -> list[Difference]:
    return [one for one in found if one.points >= SHOWN]


def weaknesses(found: Iterable[Difference]) -> list[Difference]:
    """The worst first."""
    return [one for one in found if one.points <= -SHOWN][::-1]


def _leaders(dossier: Dossier) -> list[CandidateResult]:
    return [one for one in dossier.comparison.candidates if one.rank == 1]


def _nobody(dossier: Dossier) -> SafeString:
    candidates = dossier.comparison.candidates
    if len(candidates) == 1:
        sentence = _("{name} cannot be chosen: a requirement is not met.")
        return format_html(sentence, name=_bold(candidates[0].name))
    return mark_safe(_("No candidate can be chosen: each of them fails a requirement."))  # noqa: S308  our own words


def _first_place(dossier: Dossier, leaders: Sequence[CandidateResult]) -> SafeString:
    if len(leaders) > 1:
        return _tie(leaders)
    leader, open_gates = leaders[0], len(still_open(leaders[0]))
    ranked = [one for one in dossier.comparison.candidates if one.rank is not None]
    if len(ranked) > 1:
        sentence = _ahead(open_gates)
    elif len(dossier.comparison.candidates) > 1:
        sentence = _only_one_left(open_gates)
    else:
        sentence = _only_one(open_gates)
    rivals = [one for one in ranked if one.rank == 2]
    return format_html(
        sentence,
        leader=_bold(leader.name),
        points=_bold(numbers.points(leader.score.proven)),
        margin=_bold(_margin(dossier.comparison.margin or 0)),
        rival=_listed([_bold(one.name) for one in rivals]),
        count=open_gates,
    )


def _ahead(open_gates: int) -> str:
    if not open_gates:
        return _("{leader} leads with {points} points, {margin} ahead of {rival}.")
    return ngettext(
        "{leader} leads with {points} points, {margin} ahead of {rival}, on condition that "
        "{count} open requirement is settled.",
        "{leader} leads with {points} points, {margin} ahead of {rival}, on condition that "
        "{count} open requirements are settled.",
        open_gates,
    )


def _only_one_left(open_gates: int) -> str:
    if not open_gates:
        return _("{leader} is the only candidate not excluded, with {points} points.")
    return ngettext(
        "{leader} is the only candidate not excluded, with {points} points, on condition that "
        "{count} open requirement is settled.",
        "{leader} is the only candidate not excluded, with {points} points, on condition that "
        "{count} open requirements are settled.",
        open_gates,
    )


def _only_one(open_gates: int) -> str:
    if not open_gates:
        return _("{leader} is the only candidate, with {points} points.")
    return ngettext(
        "{leader} is the only candidate, with {points} points, on condition that "
        "{count} open requirement is settled.",
        "{leader} is the only candidate, with {points} points, on condition that "
        "{count} open requirements are settled.",
        open_gates,
    )


def _tie(leaders: Sequence[CandidateResult]) -> SafeString:
    conditional = [one for one in leaders if one.status == "conditional"]
    sentence = _("{leaders} tie for first place with {points} points.")
    if conditional:
        sentence = _(
            "{leaders} tie for first place with {points} points; "
            "requirements are still open for {conditional}."
        )
    return format_html(
        sentence,
        leaders=_listed([_bold(one.name) for one in leaders]),
        points=_bold(numbers.points(leaders[0].score.proven)),
        conditional=_listed([_bold(one.name) for one in conditional]),
    )


def _reasons(dossier: Dossier) -> SafeString | None:
    """Thanks to which two competencies, giving way in which: against a single runner-up."""
    rival = runner_up(dossier)
    if rival is None:
        return None
    found = differences(dossier.comparison.candidates[0], rival)
    ahead, behind = strengths(found)[:2], weaknesses(found)[:1]
    if not ahead:
        return None
    if behind:
        sentence = _("Mainly thanks to {ahead}; it gives way in {behind}.")
    else:
        sentence = _("Mainly thanks to {ahead}; it gives way in nothing.")
    return format_html(
        sentence, ahead=_titles(dossier, ahead), behind=_titles(dossier, behind) or ""
    )


def _excluded_above(dossier: Dossier) -> SafeString | None:
    """An excluded candidate with more points than the leader is not passed over in silence."""
    candidates = dossier.comparison.candidates
    excluded = [one for one in candidates if one.rank is None]
    if not excluded or excluded[0].score.proven <= candidates[0].score.proven:
        return None
    return format_html(
        _("{name} has more points, {points}, and is excluded."),
        name=_bold(excluded[0].name),
        points=_bold(numbers.points(excluded[0].score.proven)),
    )


def _margin(margin: float) -> str:
    if margin < SHOWN:
        return pgettext("points", "less than %(points)s") % {"points": numbers.points(0.1)}
    return numbers.points(margin)


def _titles(dossier: Dossier, found: Iterable[Difference]) -> SafeString:
    return _listed([format_html("{}", dossier.competencies[one.code].short_title) for one in found])


def _bold(text: str) -> SafeString:
    return format_html("<b>{}</b>", text)


def _listed(parts: Sequence[SafeString]) -> SafeString:
    """A; A and B; A, B and C."""
    if len(parts) < 2:
        return format_html_join("", "{}", ((one,) for one in parts))
    template = pgettext("the end of a list", "{others} and {last}")
    if starts_with_i(strip_tags(parts[-1])):
        template = pgettext("the end of a list, before the sound i", "{others} and {last}")
    return format_html(
        template,
        others=format_html_join(", ", "{}", ((one,) for one in parts[:-1])),
        last=parts[-1],
    )


def starts_with_i(word: str) -> bool:
    """Whether it sounds like an i at its start, before which Spanish says «e» instead of «y».

    «Ovea e Integra», «Ovea e Hilo», but «Ovea y Hielo»: a diphthong is another sound.
    """
    return re.match(r"h?[ií](?![aeoáéó])", word, re.IGNORECASE) is not None
