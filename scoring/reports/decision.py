"""What was decided, in a sentence, with all that was signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.models import Decision

from .phrases import bold, names
from .text import blocks


@dataclass(frozen=True, slots=True)
class Signed:
    """The decision as it is read. `is_first`: the chosen one leads, alone or with others."""

    decision: Decision
    sentence: SafeString
    is_first: bool
    reason: tuple[str, ...]  # its paragraphs


def signed_of(decision: Decision, *, leaders: Sequence[str]) -> Signed:
    """`leaders`: the names in first place when the evaluation was closed."""
    chosen = decision.candidate.name
    return Signed(
        decision=decision,
        sentence=_sentence(chosen, leaders),
        is_first=chosen in leaders,
        reason=tuple(blocks(decision.reason)),
    )


def _sentence(chosen: str, leaders: Sequence[str]) -> SafeString:
    """Whoever was passed over is named: a choice against the ranking is no secret."""
    others = [name for name in leaders if name != chosen]
    if chosen in leaders and others:
        words = _("{chosen} is chosen, and shares first place with {others}.")
    elif chosen in leaders:
        words = _("{chosen} is chosen, and comes first in the ranking.")
    elif others:
        words = ngettext(
            "{chosen} is chosen, and is not first in the ranking: {others} is.",
            "{chosen} is chosen, and is not first in the ranking: {others} are.",
            len(others),
        )
    else:
        words = _("{chosen} is chosen; nobody came first in the ranking.")
    return format_html(words, chosen=bold(chosen), others=names(others))
