"""The stability certificate: what it would take to change the winner, a line for each way."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.domain.report import Dossier

from . import safety
from .fold import fold
from .phrases import bold, fixed, paragraph
from .stability import Safe, safe_weights
from .standing import leaders

LEFT_OUT = 3  # people and competencies that are named, before the rest is counted


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    words: SafeString


def certificate_of(dossier: Dossier) -> tuple[Line, ...]:
    """Only the lines that mean anything: none where nobody leads."""
    found = (
        (_("Simulated"), safety.likelihood(dossier)),
        (_("To draw level"), safety.nearest(dossier)),
        (_("Safe weights"), _safe(dossier)),
        (_("Left out"), _left_out(dossier)),
        (_("Still unknown"), safety.certainty(dossier)),
    )
    return tuple(Line(title, words) for title, words in found if words)


def _safe(dossier: Dossier) -> SafeString | None:
    """Between which weights the leader stays first, of those that have an end; the rest counted."""
    safe = safe_weights(dossier)
    if not safe:
        return None
    ends = [(code, one) for code, one in safe.items() if not one.always]
    others = len(safe) - len(ends)
    if not ends:
        words = _("{leader} stays first whatever any one competency weighs.")
        return format_html(words, leader=bold(leaders(dossier)[0].name))
    said = format_html_join(" · ", "{}", ((part,) for part in _spans(dossier, ends)))
    if not others:
        return said
    rest = ngettext("%(count)s other: always", "%(count)s others: always", others)
    return format_html("{} · {}", said, rest % {"count": others})


def _spans(dossier: Dossier, ends: list[tuple[str, Safe]]) -> Iterator[SafeString]:
    for code, one in ends:
        title = dossier.competencies[code].short_title
        yield format_html("{} <b>{}</b>", title, one.span)


def _left_out(dossier: Dossier) -> SafeString | None:
    found = fold(safety.leave_one_out(dossier), at=LEFT_OUT)
    if not found:
        return None
    more = ngettext(
        "%(count)s more left out changes the first place too.",
        "%(count)s more left out change the first place too.",
        len(found.folded),
    )
    rest = fixed(more % {"count": len(found.folded)}) if found.folded else None
    return paragraph([*found.shown, rest])
