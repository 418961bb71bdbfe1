"""docs/rubric.md answers every finding of the rubric that ships, and no other."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from scoring.domain.finding import Code, Finding, Severity
from scoring.domain.lint import findings_of
from scoring.enums import Tier
from scoring.models import Check, Rubric
from scoring.reports import numbers

from .test_docs import TEXTS

PAGE = TEXTS["docs/rubric.md"]
HEADS = "| topic | checks | of the whole | why |"
ANSWERED = {
    Severity.WARNING: PAGE.partition("### Across competencies")[2].partition("###")[0],
    Severity.NOTE: PAGE.partition("### Within one competency")[2].partition("## ")[0],
}


def answers(section: str) -> Iterator[tuple[str, ...]]:
    """The rows of the section's table: topic, checks, share, why."""
    _before, _heads, rows = section.partition(HEADS)
    for line in rows.strip().splitlines()[1:]:
        yield tuple(cell.strip() for cell in line.strip("| ").split(" | "))


def told(finding: Finding) -> tuple[str, str, str]:
    checks = ", ".join(place.code for place in finding.places)
    with translation.override("en"):
        return finding.figures["topic"], checks, numbers.percent(finding.figures["share"])


@pytest.mark.parametrize("severity", ANSWERED)
def test_every_finding_is_answered_and_every_answer_has_a_finding(
    severity: Severity, rubric: Rubric
) -> None:
    found = [told(one) for one in findings_of(rubric) if one.severity == severity]

    answered = list(answers(ANSWERED[severity]))

    assert [row[:3] for row in answered] == found
    assert [row[0] for row in answered if not row[3]] == []


def test_there_are_overlaps_and_nothing_else(rubric: Rubric) -> None:
    assert {finding.code for finding in findings_of(rubric)} == {Code.OVERLAP}


def test_the_page_says_of_every_finding_what_it_is() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE) == list(Code)


def test_what_else_is_meant_is_so(rubric: Rubric) -> None:
    musts = Check.objects.filter(competency__rubric=rubric, must=True)
    sums = {sum(check.weight for check in one.checks.all()) for one in rubric.competencies.all()}

    assert sums == {100, 115, 130}
    assert (musts.count(), set(musts.values_list("tier", flat=True))) == (9, {Tier.EXPRESS})
    assert not rubric.competencies.exclude(minimum=None).exists()
