"""What the numbers say, in sentences: templates in three languages, no model of language.

Firms take no article, adjective or pronoun: a sentence must be right whatever their gender.
Names and titles are people's text; everything here that holds one is escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.domain.report import Dossier
from scoring.engine.comparison import CandidateResult
from scoring.models import Evaluation

from . import head_to_head, numbers, safety
from .gates import Label, still_open
from .phrases import bold, fixed, names, paragraph, points
from .standing import challengers, leaders, nothing_is_scored, ranked, runner_up


@dataclass(frozen=True, slots=True)
class Provisional:
    """That a result is not final: on a label, under a verdict, beside a download."""

    label: str
    verdict: str
    report: str


def provisional(evaluation: Evaluation) -> Provisional | None:
    """None once the evaluation is closed."""
    if evaluation.is_closed:
        return None
    if evaluation.is_moderated:
        return Provisional(
            _("Provisional: in moderation"),
            _("Moderation is under way: this is a provisional reading."),
            _("Moderation is under way: the report says that it is provisional."),
        )
    return Provisional(
        _("Provisional: scoring is still open"),
        _("Scoring is still open: this is a provisional reading."),
        _("Scoring is still open: the report says that it is provisional."),
    )


def headline(dossier: Dossier) -> Label:
    """The verdict in a few words, over the sentence."""
    first = leaders(dossier)
    if nothing_is_scored(dossier):
        return Label("quiet", _("Nothing scored yet"))
    if not first:
        return Label("bad", _("No eligible candidate"))
    if len(first) > 1:
        return Label("warn", _("Tie for first place"))
    on_condition = first[0].status == "conditional"
    if len(ranked(dossier)) > 1:
        return _verdict(dossier, on_condition=on_condition)
    if on_condition:
        return Label("warn", _("Requirements still open"))
    if len(dossier.comparison.candidates) > 1:
        return Label("quiet", _("Only one candidate left"))
    return Label("quiet", _("Only one candidate"))


def verdict(dossier: Dossier) -> SafeString:
    """Who leads, by how much, thanks to what and in spite of what."""
    if nothing_is_scored(dossier):
        return fixed(_("Nothing has been scored yet: there is nothing to compare."))
    first = leaders(dossier)
    if not first:
        return _nobody(dossier)
    second = runner_up(dossier)
    reasons = head_to_head.reasons(dossier, first[0], second) if second else None
    said = [_first_place(dossier, first), *_waived(first), reasons, _excluded_above(dossier)]
    return paragraph(said)


def assurance(dossier: Dossier) -> SafeString:
    """How safe the first place is, in two or three sentences; none where that makes no sense."""
    likelihood, nearest = safety.likelihood(dossier), safety.nearest(dossier)
    certain = None if challengers(dossier) else safety.certainty(dossier)
    return paragraph([likelihood, nearest, certain])


def _verdict(dossier: Dossier, *, on_condition: bool) -> Label:
    """The engine's verdict; on condition it is never shown as a plain success."""
    if dossier.comparison.verdict == "none":
        return Label("warn", _("No clear winner"))
    if dossier.comparison.verdict == "narrow":
        words = _("Narrow winner, on condition") if on_condition else _("Narrow winner")
        return Label("warn", words)
    if on_condition:
        return Label("warn", _("Clear winner, on condition"))
    return Label("ok", _("Clear winner"))


def _nobody(dossier: Dossier) -> SafeString:
    candidates = dossier.comparison.candidates
    if len(candidates) == 1:
        words = _("{name} cannot be chosen: a requirement is not met.")
        return format_html(words, name=bold(candidates[0].name))
    return fixed(_("No candidate can be chosen: each of them fails a requirement."))


def _first_place(dossier: Dossier, first: Sequence[CandidateResult]) -> SafeString:
    if len(first) > 1:
        return _tie(first)
    leader, open_gates = first[0], len(still_open(first[0]))
    if len(ranked(dossier)) > 1:
        words = _ahead(open_gates)
    elif len(dossier.comparison.candidates) > 1:
        words = _only_one_left(open_gates)
    else:
        words = _only_one(open_gates)
    return format_html(
        words,
        leader=bold(leader.name),
        points=points(leader.score.proven),
        margin=bold(numbers.noticeable(dossier.comparison.margin or 0)),
        rival=names(one.name for one in ranked(dossier) if one.rank == 2),
        count=open_gates,
    )


def _ahead(open_gates: int) -> str:
    if not open_gates:
        return _("{leader} leads with {points}, {margin} ahead of {rival}.")
    return ngettext(
        "{leader} leads with {points}, {margin} ahead of {rival}, on condition that "
        "{count} open requirement is settled.",
        "{leader} leads with {points}, {margin} ahead of {rival}, on condition that "
        "{count} open requirements are settled.",
        open_gates,
    )


def _only_one_left(open_gates: int) -> str:
    if not open_gates:
        return _("{leader} is the only candidate not excluded, with {points}.")
    return ngettext(
        "{leader} is the only candidate not excluded, with {points}, on condition that "
        "{count} open requirement is settled.",
        "{leader} is the only candidate not excluded, with {points}, on condition that "
        "{count} open requirements are settled.",
        open_gates,
    )


def _only_one(open_gates: int) -> str:
    if not open_gates:
        return _("{leader} is the only candidate, with {points}.")
    return ngettext(
        "{leader} is the only candidate, with {points}, on condition that "
        "{count} open requirement is settled.",
        "{leader} is the only candidate, with {points}, on condition that "
        "{count} open requirements are settled.",
        open_gates,
    )


def _tie(first: Sequence[CandidateResult]) -> SafeString:
    conditional = [one.name for one in first if one.status == "conditional"]
    words = _("{leaders} tie for first place with {points}.")
    if conditional:
        words = _(
            "{leaders} tie for first place with {points}; "
            "requirements are still open for {conditional}."
        )
    return format_html(
        words,
        leaders=names(one.name for one in first),
        points=points(first[0].score.proven),
        conditional=names(conditional),
    )


def _waived(first: Sequence[CandidateResult]) -> list[SafeString]:
    """Who is first only because a failed requirement was waived is not shown without that."""
    said = []
    for leader in first:
        count = sum(gate.state == "failed" for gate in leader.gates)
        words = ngettext(
            "{name} fails {count} requirement, which has been waived.",
            "{name} fails {count} requirements, which have been waived.",
            count,
        )
        if count:
            said.append(format_html(words, name=bold(leader.name), count=count))
    return said


def _excluded_above(dossier: Dossier) -> SafeString | None:
    """An excluded candidate with more points than the leader is not passed over in silence."""
    candidates = dossier.comparison.candidates
    excluded = [one for one in candidates if one.rank is None]
    if not excluded or excluded[0].score.proven <= candidates[0].score.proven:
        return None
    return format_html(
        _("{name} has more points, {points}, and is excluded."),
        name=bold(excluded[0].name),
        points=bold(numbers.points(excluded[0].score.proven)),
    )
