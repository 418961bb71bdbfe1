from dataclasses import replace

import pytest

from scoring.engine.gates import GateResult
from scoring.reports import gates

from .factory import dossier_of_scores as dossier


def statuses(scores, **kwargs) -> list[tuple[str, str]]:
    made = dossier(scores, **kwargs)
    labels = [gates.status(one, made) for one in made.comparison.candidates]
    return [(label.tone, label.words) for label in labels]


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        (90, ("ok", "Eligible")),
        ((100, 0), ("warn", "1 requirement unproven")),
        (None, ("warn", "1 requirement unanswered")),
        (10, ("bad", "Excluded · 1.1 Antivirus")),
    ],
)
def test_a_status_is_told_in_words(rating, expected):
    assert statuses({"Alfa": (rating, 50, 50)}, minimum=90) == [expected]


def test_more_than_one_failed_requirement_is_counted():
    made = dossier({"Alfa": (10, 50, 50)}, minimum=90)
    failed = made.comparison.candidates[0].gates[0]
    candidate = _with_gates(made, failed, failed, failed)

    assert gates.status(candidate, made).words == "Excluded · 1.1 Antivirus and 2 more"


def test_unproven_and_unanswered_requirements_are_told_apart():
    made = dossier({"Alfa": ((100, 0), None, 50)}, minimum=90)
    unproven = made.comparison.candidates[0].gates[0]
    unanswered = GateResult("competency", "2", 50, 0, 100, "open", False)
    candidate = _with_gates(made, unproven, unanswered, unanswered)

    words = gates.status(candidate, made).words

    assert words == "1 requirement unproven · 2 requirements unanswered"


def test_a_waived_failure_stands_in_red():
    made = dossier({"Alfa": (90, 50, 50)}, minimum=50)
    waived = GateResult("check", "1.1", 95, 90, 90, "failed", True)
    candidate = _with_gates(made, waived)

    assert gates.status(candidate, made) == gates.Label("bad", "1 requirement waived")


def test_the_table_has_a_row_a_gate_and_a_standing_a_candidate():
    scores = {"Alfa": (95, 50, 50), "Beta": ((100, 0), 50, 50), "Gamma": (10, 50, 50)}

    (row,) = gates.gate_rows(dossier(scores, minimum=90))

    assert (row.title, row.minimum) == ("1.1 Antivirus", "90")
    assert [(one.mark, one.state, one.interval, one.tone) for one in row.standings] == [
        ("✓", "Passed", "95", "ok"),
        ("?", "Open", "80–100", "warn"),
        ("✗", "Failed", "10", "bad"),
    ]


@pytest.mark.parametrize(
    ("rating", "words"),
    [
        ((100, 0), "has proven 80 of the 100 promised, and needs 90"),
        (None, "has not been answered, and needs 90"),
        (10, "reaches 10 at most, and needs 90"),
    ],
)
def test_why_a_requirement_is_not_passed(rating, words):
    (alfa,) = gates.obstacles_of(dossier({"Alfa": (rating, 50, 50)}, minimum=90))

    assert [reason.words for reason in alfa.reasons] == [words]


def test_a_competency_answered_in_part_says_what_it_could_reach():
    made = dossier({"Alfa": (50, 50, 50)})
    gate = GateResult("competency", "2", 70, 50, 80, "open", False)

    (alfa,) = gates.obstacles_of(_replace(made, _with_gates(made, gate)))

    assert alfa.reasons[0].title.startswith("2. ")
    assert alfa.reasons[0].words == "has proven 50, could reach 80, and needs 70"


def test_who_passes_everything_has_no_obstacle():
    assert gates.obstacles_of(dossier({"Alfa": (95, 50, 50)}, minimum=90)) == ()


def _with_gates(made, *found):
    candidate = made.comparison.candidates[0]
    state = {gate.state for gate in found if not gate.waived}
    status = (
        "excluded" if "failed" in state else "conditional" if "open" in state else candidate.status
    )
    rank = None if status == "excluded" else 1
    return replace(candidate, gates=found, status=status, rank=rank)


def _replace(made, candidate):
    return replace(made, comparison=replace(made.comparison, candidates=(candidate,)))
