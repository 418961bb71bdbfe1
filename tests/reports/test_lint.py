from typing import Any

import pytest
from django.utils import translation

from scoring.domain.finding import Code, Finding, Place, Severity
from scoring.enums import Tier
from scoring.models import Check, Competency, Level, Profile, Rubric, Scale
from scoring.reports.gates import Label
from scoring.reports.lint import TEXTS, Line, lines_of, review_of, summary

ERROR, WARNING, NOTE = Severity
HERE = Place("check", "1.1", "Antivirus")
THERE = Place("check", "2.1", "Backups")
TIERS = (Tier.EXPRESS, Tier.STANDARD)


def finding(code: Code, severity: Severity = WARNING, **figures: Any) -> Finding:
    return Finding(code, severity, (HERE,), figures)


def words(one: Finding) -> tuple[str, str]:
    (line,) = lines_of([one])
    return line.says, line.remedy


SAID = [
    (
        finding(Code.INCOMPLETE, problem="The rubric has no competency."),
        "The rubric has no competency.",
        "The version cannot be published before.",
    ),
    (
        finding(Code.UNREACHABLE, minimum=90.5, reach=80, because="scale"),
        "It demands 90.5, and its scale ends at 80: nobody can pass.",
        "Lower the minimum, or let the scale go higher.",
    ),
    (
        finding(Code.UNREACHABLE, minimum=50, reach=40, because="proof"),
        "It demands 50, and the kinds of proof it names earn 40 at most: nobody can pass.",
        "Lower the minimum or the proof needed, or name a kind of proof that is enough.",
    ),
    (
        finding(Code.UNREACHABLE, minimum=90, reach=80, because="checks", tiers=TIERS),
        "It demands 90, and its checks give 80 at most (Express, Standard): nobody can pass.",
        "Lower the minimum, or let the scales of its checks go higher.",
    ),
    (
        finding(Code.NOT_ASKED, tiers=TIERS),
        "It excludes nobody at these depths, which do not ask it: Express, Standard.",
        "Ask it at every depth, or accept that a shallow evaluation goes without it.",
    ),
    (
        finding(Code.NO_WEIGHT, must=False),
        "It weighs 0: whatever is scored there changes nothing.",
        "Give it a weight, or take it out.",
    ),
    (
        finding(Code.NO_WEIGHT, must=True),
        "It weighs 0: it excludes, and adds nothing to the score.",
        "Leave it so if it is only meant to exclude; otherwise give it a weight.",
    ),
    (
        Finding(Code.NO_WEIGHT, WARNING, (Place("profile", "cost", "Cost first"), HERE)),
        "The profile gives this competency the weight 0.",
        "Give it a weight, or say in the profile's reasons why it does not count.",
    ),
    (
        Finding(Code.OVERLAP, WARNING, (HERE, THERE), {"topic": "backups", "share": 0.069}),
        "2 checks share the topic “backups”, 6.9% of the whole together.",
        "What is good or bad there counts in several competencies: see that each asks what no"
        " other asks, or merge them, or lower a weight.",
    ),
    (
        Finding(Code.OVERLAP, NOTE, (HERE, THERE), {"topic": "backups", "share": 0.02}),
        "2 checks share the topic “backups”, 2% of the whole together.",
        "In one competency: see that each asks what no other asks, or merge them.",
    ),
    (
        finding(Code.NO_ANCHOR, field="label"),
        "This level has no text, so everybody reads it differently.",
        "Write what an answer of this level looks like.",
    ),
    (
        finding(Code.NO_ANCHOR, field="unit"),
        "This measure has no unit, so nobody knows what the number counts.",
        "Write the unit.",
    ),
    (
        finding(Code.NO_ANCHOR, field="guidance"),
        "It does not say what a good answer looks like.",
        "Write its guidance.",
    ),
    (
        finding(Code.NO_TRANSLATION, field="short_title", languages=("es", "fr")),
        "A text is missing: short title (Spanish, French).",
        "Translate it: who reads that language sees nothing there.",
    ),
    (
        finding(Code.NEUTRAL, score=100, share=0.05, answered=True),
        "All the candidates have proven 100.0 here: its 5% decide nothing.",
        "Nothing to change now. In the next rubric, ask for what tells candidates apart.",
    ),
    (
        finding(Code.NEUTRAL, score=0, share=0.125, answered=False),
        "No candidate is rated here yet: its 12.5% decide nothing so far.",
        "Rate the candidates here first.",
    ),
    (
        finding(Code.FAR_OFF, nominal=0.05, effective=0.201),
        "It weighs 5% and makes 20.1% of the difference between the ranked.",
        "Look at these scores twice: they decide more than its weight says.",
    ),
    (
        finding(Code.FAR_OFF, nominal=0.2, effective=0.05),
        "It weighs 20% and makes 5% of the difference between the ranked.",
        "Candidates are alike here: what its weight was to decide is decided elsewhere.",
    ),
    (
        finding(Code.LOST, minimum=50),
        "No candidate can still reach the 50 that it demands.",
        "Ask for better offers, look for other candidates, or doubt the demand.",
    ),
    (
        Finding(Code.LOST, NOTE, (), {"minimum": 60}),
        "No candidate can still reach the minimum total of 60.",
        "Ask for better offers, look for other candidates, or doubt the demand.",
    ),
]


@pytest.mark.parametrize(("one", "says", "remedy"), SAID)
def test_a_finding_says_what_it_is_and_what_to_do(one: Finding, says: str, remedy: str) -> None:
    assert words(one) == (says, remedy)


def test_every_kind_of_finding_has_its_words() -> None:
    assert {one.code for one, _says, _remedy in SAID} == set(Code)


def test_figures_are_written_in_the_readers_language() -> None:
    with translation.override("fr"):
        says, _remedy = words(finding(Code.FAR_OFF, nominal=0.05, effective=0.201))

    assert "20,1\N{NO-BREAK SPACE}%" in says


def test_every_translated_text_of_a_rubric_has_a_name() -> None:
    named = {
        field.name.removesuffix("_es")
        for model in (Rubric, Competency, Check, Scale, Level, Profile)
        for field in model._meta.concrete_fields
        if field.name.endswith("_es")
    }

    assert set(TEXTS) == named


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((1, 2, 3), "1 error · 2 warnings · 3 notes"),
        ((2, 1, 1), "2 errors · 1 warning · 1 note"),
        ((0, 1, 0), "1 warning"),
        ((0, 0, 0), ""),
    ],
)
def test_the_summary_counts_what_there_is(counts: tuple[int, int, int], said: str) -> None:
    findings = [
        finding(Code.NO_WEIGHT, severity)
        for severity, count in zip(Severity, counts, strict=True)
        for _ in range(count)
    ]

    assert summary(findings) == said


def test_findings_of_one_severity_and_remedy_stand_together() -> None:
    first, second = (
        finding(Code.NEUTRAL, NOTE, score=0, share=share, answered=False) for share in (0.1, 0.2)
    )
    other = finding(Code.NEUTRAL, NOTE, score=50, share=0.1, answered=True)
    graver = finding(Code.NEUTRAL, WARNING, score=0, share=0.3, answered=False)

    review = review_of([graver, first, other, second])

    note, warning = Label("quiet", "Note"), Label("warn", "Warning")
    assert [(one.severity, len(one.lines), one.remedy) for one in review.groups] == [
        (warning, 1, "Rate the candidates here first."),
        (note, 2, "Rate the candidates here first."),
        (note, 1, words(other)[1]),
    ]
    assert review.summary == "1 warning · 3 notes"


def test_a_line_keeps_its_places() -> None:
    (line,) = lines_of([finding(Code.LOST, ERROR, minimum=50)])

    says, remedy = words(finding(Code.LOST, minimum=50))
    assert line == Line(Label("bad", "Error"), (HERE,), says, remedy)
