"""Pieces that sentences share: names, lists, quantities, how often something came out.

What holds people's text is escaped here. Firms take no article, adjective or pronoun: a sentence
must be right whatever their gender.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from . import numbers


def fixed(sentence: str) -> SafeString:
    """Words of ours, into which figures at most are put: nothing in them is escaped."""
    return SafeString(sentence)


def bold(text: str) -> SafeString:
    return format_html("<b>{}</b>", text)


def paragraph(sentences: Iterable[SafeString | None]) -> SafeString:
    """What there is to say, one after the other."""
    return format_html_join(" ", "{}", ((one,) for one in sentences if one))


def listed(parts: Sequence[str]) -> SafeString:
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


def names(found: Iterable[str]) -> SafeString:
    return listed([bold(one) for one in found])


def beside(now: str, official: str) -> SafeString:
    """A figure under other weights; behind it the official one, struck out, where that differs."""
    word = _("officially")  # not in the f-string, where makemessages does not look
    struck = f' <s><span class="visually-hidden">{word} </span>{official}</s>'
    return fixed(now + struck if official else now)


def points(value: float) -> SafeString:
    """A figure and its unit: 84.8 points. What would round to nothing is less than 0.1."""
    unit = ngettext("{points} point", "{points} points", numbers.grammatical(value))
    return format_html(unit, points=bold(numbers.noticeable(value)))


def starts_with_i(word: str) -> bool:
    """Whether it sounds like an i at its start, before which Spanish says «e» instead of «y».

    «Ovea e Integra», «Ovea e Hilo», but «Ovea y Hielo»: a diphthong is another sound.
    """
    return re.match(r"h?[ií](?![aeoáéó])", word, re.IGNORECASE) is not None


def plain(sentence: SafeString) -> str:
    """The same words without markup, for where none is understood."""
    return unescape(strip_tags(sentence))
