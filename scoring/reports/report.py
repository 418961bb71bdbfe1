"""Reports that are kept, each as a line of the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring.domain.edition import FULL, SHORT, Edition
from scoring.domain.issue import Moment, edition_of
from scoring.models import Report

SHOWN = 12  # digits of a digest that people compare by eye


@dataclass(frozen=True, slots=True)
class Line:
    """`is_current`: a report of the same edition, asked for now, would say the same."""

    report: Report
    content: str
    language: str
    digest: str
    is_current: bool


def line_of(report: Report, moment: Moment, names: Mapping[str, str]) -> Line:
    """`names` are the candidates' by code."""
    edition = edition_of(report)
    return Line(
        report=report,
        content=content_of(edition, names),
        language=dict(settings.LANGUAGES).get(report.language, report.language),
        digest=report.sha256[:SHOWN],
        is_current=moment.key_of(edition) == report.key,
    )


def lines_of(
    reports: Iterable[Report], moment: Moment, names: Mapping[str, str]
) -> tuple[Line, ...]:
    return tuple(line_of(one, moment, names) for one in reports)


def content_of(edition: Edition, names: Mapping[str, str]) -> str:
    """What is in it: in a word where it has one."""
    if edition.candidate:
        name = names.get(edition.candidate, edition.candidate)
        return _("Letter to %(candidate)s") % {"candidate": name}
    words = _sections(edition)
    return _("%(sections)s, without names") % {"sections": words} if edition.anonymous else words


def _sections(edition: Edition) -> str:
    if edition.sections == FULL:
        return _("Full report")
    if edition.sections == SHORT:
        return _("Short report")
    if not edition.sections:
        return _("First page only")
    chosen = len(edition.sections)
    return ngettext(
        "First page and %(count)s section", "First page and %(count)s sections", chosen
    ) % {"count": chosen}
