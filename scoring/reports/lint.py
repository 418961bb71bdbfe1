"""Findings in the reader's words: what is found, and what to do about it.

A finding stands beside the names of its places, so its sentences say "it" of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from scoring.domain.finding import Code, Finding, Place, Severity
from scoring.enums import Tier

from . import numbers
from .gates import Label

TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "quiet"}
TEXTS: Mapping[str, Promise] = {
    "title": _lazy("title"),
    "short_title": _lazy("short title"),
    "note": _lazy("note"),
    "summary": _lazy("summary"),
    "question": _lazy("question"),
    "guidance": _lazy("guidance"),
    "unit": _lazy("unit"),
    "rule": _lazy("rule"),
    "label": _lazy("label"),
    "rationale": _lazy("rationale"),
}

type Words = tuple[str, str]  # what is found, and the remedy


@dataclass(frozen=True, slots=True)
class Line:
    """One finding as a page shows it."""

    severity: Label
    places: tuple[Place, ...]
    says: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one severity with one remedy, so that it is read once."""

    severity: Label
    lines: tuple[Line, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Review:
    """What there is to look at, and how much of it."""

    summary: str
    groups: tuple[Group, ...]


def review_of(findings: Sequence[Finding]) -> Review:
    groups: dict[tuple[Label, str], list[Line]] = defaultdict(list)
    for line in lines_of(findings):
        groups[line.severity, line.remedy].append(line)
    return Review(
        summary=summary(findings),
        groups=tuple(
            Group(severity, tuple(lines), remedy) for (severity, remedy), lines in groups.items()
        ),
    )


def lines_of(findings: Iterable[Finding]) -> tuple[Line, ...]:
    return tuple(
        Line(
            Label(TONES[finding.severity], str(finding.severity.label)),
            finding.places,
            *WORDS[finding.code](finding),
        )
        for finding in findings
    )


def summary(findings: Sequence[Finding]) -> str:
    """How many of what: 1 error · 7 warnings. Nothing is found: nothing is said."""
    found = [finding.severity for finding in findings]
    errors, warnings, notes = (found.count(severity) for severity in Severity)
    counts = (
        (errors, ngettext("%(count)s error", "%(count)s errors", errors)),
        (warnings, ngettext("%(count)s warning", "%(count)s warnings", warnings)),
        (notes, ngettext("%(count)s note", "%(count)s notes", notes)),
    )
    return " · ".join(words % {"count": count} for count, words in counts if count)


def _incomplete(finding: Finding) -> Words:
    return finding.figures["problem"], _("The version cannot be published before.")


def _unreachable(finding: Finding) -> Words:
    figures = {name: numbers.plain(finding.figures[name]) for name in ("minimum", "reach")}
    if finding.figures["because"] == "scale":
        says = _("It demands %(minimum)s, and its scale ends at %(reach)s: nobody can pass.")
        remedy = _("Lower the minimum, or let the scale go higher.")
    elif finding.figures["because"] == "proof":
        says = _(
            "It demands %(minimum)s, and the kinds of proof it names earn %(reach)s at most:"
            " nobody can pass."
        )
        remedy = _("Lower the minimum or the proof needed, or name a kind of proof that is enough.")
    else:
        says = _(
            "It demands %(minimum)s, and its checks give %(reach)s at most (%(tiers)s):"
            " nobody can pass."
        )
        remedy = _("Lower the minimum, or let the scales of its checks go higher.")
        figures["tiers"] = _named(finding.figures["tiers"])
    return says % figures, remedy


def _not_asked(finding: Finding) -> Words:
    says = _("It excludes nobody at these depths, which do not ask it: %(tiers)s.")
    remedy = _("Ask it at every depth, or accept that a shallow evaluation goes without it.")
    return says % {"tiers": _named(finding.figures["tiers"])}, remedy


def _no_weight(finding: Finding) -> Words:
    if finding.figures.get("must"):
        remedy = _("Leave it so if it is only meant to exclude; otherwise give it a weight.")
        return _("It weighs 0: it excludes, and adds nothing to the score."), remedy
    if finding.places[0].kind == "profile":
        remedy = _("Give it a weight, or say in the profile's reasons why it does not count.")
        return _("The profile gives this competency the weight 0."), remedy
    return _("It weighs 0: whatever is scored there changes nothing."), _(
        "Give it a weight, or take it out."
    )


def _overlap(finding: Finding) -> Words:
    figures = {
        "count": len(finding.places),
        "topic": finding.figures["topic"],
        "share": numbers.percent(finding.figures["share"]),
    }
    says = _("%(count)s checks share the topic “%(topic)s”, %(share)s of the whole together.")
    if finding.severity == Severity.NOTE:
        remedy = _("In one competency: see that each asks what no other asks, or merge them.")
    else:
        remedy = _(
            "What is good or bad there counts in several competencies: see that each asks what"
            " no other asks, or merge them, or lower a weight."
        )
    return says % figures, remedy


def _no_anchor(finding: Finding) -> Words:
    return {
        "label": (
            _("This level has no text, so everybody reads it differently."),
            _("Write what an answer of this level looks like."),
        ),
        "unit": (
            _("This measure has no unit, so nobody knows what the number counts."),
            _("Write the unit."),
        ),
        "guidance": (
            _("It does not say what a good answer looks like."),
            _("Write its guidance."),
        ),
    }[finding.figures["field"]]


def _no_translation(finding: Finding) -> Words:
    languages = [get_language_info(code) for code in finding.figures["languages"]]
    says = _("A text is missing: %(text)s (%(languages)s).") % {
        "text": TEXTS[finding.figures["field"]],
        "languages": _named(language["name_translated"] for language in languages),
    }
    return says, _("Translate it: who reads that language sees nothing there.")


def _neutral(finding: Finding) -> Words:
    figures = {
        "score": numbers.points(finding.figures["score"]),
        "share": numbers.percent(finding.figures["share"]),
    }
    if not finding.figures["answered"]:
        says = _("No candidate is rated here yet: its %(share)s decide nothing so far.")
        return says % figures, _("Rate the candidates here first.")
    says = _("All the candidates have proven %(score)s here: its %(share)s decide nothing.")
    remedy = _("Nothing to change now. In the next rubric, ask for what tells candidates apart.")
    return says % figures, remedy


def _far_off(finding: Finding) -> Words:
    nominal, effective = finding.figures["nominal"], finding.figures["effective"]
    figures = {"nominal": numbers.percent(nominal), "effective": numbers.percent(effective)}
    says = _("It weighs %(nominal)s and makes %(effective)s of the difference between the ranked.")
    if effective > nominal:
        remedy = _("Look at these scores twice: they decide more than its weight says.")
    else:
        remedy = _("Candidates are alike here: what its weight was to decide is decided elsewhere.")
    return says % figures, remedy


def _lost(finding: Finding) -> Words:
    figures = {"minimum": numbers.plain(finding.figures["minimum"])}
    if finding.places:
        says = _("No candidate can still reach the %(minimum)s that it demands.")
    else:
        says = _("No candidate can still reach the minimum total of %(minimum)s.")
    return says % figures, _(
        "Ask for better offers, look for other candidates, or doubt the demand."
    )


def _named(names: Iterable[object]) -> str:
    return ", ".join(str(name.label if isinstance(name, Tier) else name) for name in names)


WORDS: Mapping[Code, Callable[[Finding], Words]] = {
    Code.INCOMPLETE: _incomplete,
    Code.UNREACHABLE: _unreachable,
    Code.NOT_ASKED: _not_asked,
    Code.NO_WEIGHT: _no_weight,
    Code.OVERLAP: _overlap,
    Code.NO_ANCHOR: _no_anchor,
    Code.NO_TRANSLATION: _no_translation,
    Code.NEUTRAL: _neutral,
    Code.FAR_OFF: _far_off,
    Code.LOST: _lost,
}
