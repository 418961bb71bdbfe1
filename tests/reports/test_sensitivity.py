"""The tables of how safe a result is: places in the simulation, who is first without what."""

from dataclasses import replace

from scoring.models import Seat, User
from scoring.reports.sensitivity import RANKS, sensitivity_of

from .factory import dossier_of_scores as dossier

CLEAR = {"Alfa": (100, 50, 80), "Beta": (40, 90, 60)}


def test_each_candidates_places_are_those_of_the_simulation():
    found = sensitivity_of(dossier(CLEAR))

    assert found.heads == ("1", "2")
    assert [(one.name, one.shares) for one in found.places] == [
        ("Alfa", ("100%", "0%")),
        ("Beta", ("0%", "100%")),
    ]


def test_places_behind_the_columns_share_the_last_one():
    many = {f"Firma {letter}": (90 - at, 50, 50) for at, letter in enumerate("ABCDEFGH")}

    found = sensitivity_of(dossier(many))

    assert found.heads == ("1", "2", "3", "4", "5", "6–8")
    assert {len(one.shares) for one in found.places} == {RANKS}


def test_an_excluded_candidate_takes_no_place():
    found = sensitivity_of(dossier({**CLEAR, "Gamma": (1, 100, 100)}, minimum=30))

    gamma = found.places[-1]
    assert (gamma.name, gamma.excluded, gamma.shares) == ("Gamma", True, ("0%", "0%", "0%"))


def test_what_is_left_out_is_grouped_by_who_comes_first_then_the_leader_on_top():
    found = sensitivity_of(dossier(CLEAR))

    assert [(one.first, one.left_out, one.changes) for one in found.without] == [
        ("Alfa", "Budget · Support", False),
        ("Beta", "Security", True),
    ]


def test_assessors_are_called_by_their_names_and_stand_before_competencies():
    beside = {"ana": {"Alfa": (0, 0, 0), "Beta": (60, 90, 60)}}
    seats = tuple(
        Seat(user=User(username=name, first_name=name.title())) for name in ("cio", "ana")
    )

    made = replace(dossier(CLEAR, beside=beside), seats=seats)

    alone = {one.first: one.left_out for one in sensitivity_of(made).without}
    assert alone["Alfa"] == "Ana"
    assert alone["Beta"].startswith("Cio · ")


def test_where_nobody_could_be_first_otherwise_there_is_nothing_to_leave_out():
    tie = {"Alfa": (50, 50, 50), "Beta": (50, 50, 50)}

    assert sensitivity_of(dossier(tie)).without == ()
    assert sensitivity_of(dossier({"Alfa": (50, 50, 50)})) is None
    assert sensitivity_of(dossier({"Alfa": (1, 1, 1), "Beta": (2, 2, 2)}, minimum=50)) is None
