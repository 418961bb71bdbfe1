"""A candidate on its own, measured against the scale and not against the others."""

from dataclasses import astuple, replace

from scoring.reports import sheet

from .factory import dossier_of_scores as scored


def sheet_of(scores, **kwargs):
    return sheet.sheets_of(scored(scores, **kwargs))[0]


def test_the_strengths_are_the_competencies_in_which_most_is_proven():
    one = sheet_of({"Alfa": (60, 90, 40)})

    assert [(each.title, each.score) for each in one.strengths] == [
        ("Budget", "90"),
        ("Security", "60"),
    ]


def test_the_weaknesses_are_those_that_cost_most_points_and_no_strength_is_one():
    one = sheet_of({"Alfa": (40, 90, 20)})

    assert [astuple(each) for each in one.weaknesses] == [
        ("Security", "40", "−30.0"),
        ("Support", "20", "−16.0"),
    ]


def test_who_proves_everything_has_no_weakness():
    one = sheet_of({"Alfa": (100, 100, 100)})

    assert (len(one.strengths), one.weaknesses, one.low, one.open) == (3, (), (), None)


def test_what_was_rated_low_counts_as_promised_and_what_is_unanswered_is_not_low():
    one = sheet_of({"Alfa": ((80, 0), None, 100)})

    assert [(each.score, each.lost) for each in one.low] == [("80", "−10.0")]
    assert [(ask.words, ask.points) for ask in one.open.first] == [
        ("unanswered", "+30.0"),
        ("unproven", "+8.0"),
    ]


def test_the_requirements_are_counted_by_how_they_stand():
    found = sheet.sheets_of(
        scored({"Alfa": (90, 50, 50), "Beta": ((100, 0), 50, 50), "Gamma": (1, 1, 1)}, minimum=90)
    )

    assert [[astuple(gate) for gate in one.gates] for one in found] == [
        [("ok", "Passed", 1)],
        [("warn", "Open", 1)],
        [("bad", "Failed", 1)],
    ]
    assert [one.place for one in found] == ["1", "2", "—"]


def test_each_sheet_has_the_evidence_of_its_candidate_by_its_number(dossier):
    first, second, third = sheet.sheets_of(dossier)

    assert [(one.number, one.title, one.checks) for one in first.exhibits] == [
        (1, "Acta <b>firmada</b>", "6.4")
    ]
    assert (second.exhibits, third.exhibits) == ((), ())


def test_it_says_the_same_whoever_else_takes_part():
    alone, beside = (
        sheet.sheets_of(scored({"Alfa": (60, (90, 0), None), **others}))[0]
        for others in ({}, {"Beta": (10, 1, 30)})
    )

    assert replace(beside, place="") == replace(alone, place="")
