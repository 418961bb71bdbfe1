"""One thing changed in what a report attaches, by whom knows nothing of digests or all of them.

Of the simulation only what the verifier claims to look at is changed, and of the record what can
be known without the pages and the ledger.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

from scoring.engine import Problem, compare
from scoring.engine.validation import ProblemError

from .enclosed import Enclosed

type Place = tuple[Any, Any]  # a container, and the key or the position in it

OUT_OF_SIGHT = ("pairwise", "interval", "central_weights")  # simulated, and not repeated
RECORDED = ("format", "frozen_fingerprint", "inputs_digest", "engine", "language")


def tampered(parts: Enclosed, draw: Random) -> tuple[str, Enclosed]:
    """A copy in which one thing is different, and what was done to it."""
    while True:
        tamper = draw.choice(TAMPERS)
        copy = deepcopy(parts)
        if tamper(copy, draw) and copy != parts:
            return tamper.__name__, copy


def change_problem(parts: Enclosed, draw: Random) -> bool:
    return _change(list(_leaves(parts["problem.json"])), draw)


def change_answer(parts: Enclosed, draw: Random) -> bool:
    return _change(list(_leaves(parts["comparison.json"])), draw)


def change_score(parts: Enclosed, draw: Random) -> bool:
    one = draw.choice(parts["comparison.json"]["candidates"])
    name = draw.choice(list(one["score"]))
    one["score"][name] += draw.choice([-1, 1]) * draw.choice([1e-6, 0.01, 0.1, 5])
    return True


def change_rank(parts: Enclosed, draw: Random) -> bool:
    one = draw.choice(parts["comparison.json"]["candidates"])
    one["rank"] = draw.choice([rank for rank in (None, 1, 2, 3) if rank != one["rank"]])
    return True


def change_status(parts: Enclosed, draw: Random) -> bool:
    one = draw.choice(parts["comparison.json"]["candidates"])
    others = {"eligible", "conditional", "excluded"} - {one["status"]}
    one["status"] = draw.choice(sorted(others))
    return True


def change_record(parts: Enclosed, draw: Random) -> bool:
    record = parts["record.json"]
    return _change([(record, name) for name in RECORDED], draw)


def drop(parts: Enclosed, draw: Random) -> bool:
    """A rating, a waiver, a gate, a candidate, a flip less."""
    lists = [one for one in _lists(parts) if one]
    if not lists:
        return False
    one = draw.choice(lists)
    del one[draw.randrange(len(one))]
    return True


def repeat(parts: Enclosed, draw: Random) -> bool:
    """Something twice."""
    one = draw.choice([one for one in _lists(parts) if one])
    one.append(deepcopy(draw.choice(one)))
    return True


def swap(parts: Enclosed, draw: Random) -> bool:
    """Two candidates in each other's place, each with its rank."""
    ranking = parts["comparison.json"]["candidates"]
    if len(ranking) < 2:
        return False
    one, other = draw.sample(range(len(ranking)), 2)
    ranking[one], ranking[other] = ranking[other], ranking[one]
    ranking[one]["rank"], ranking[other]["rank"] = ranking[other]["rank"], ranking[one]["rank"]
    return True


def forge(parts: Enclosed, draw: Random) -> bool:
    """Other inputs, with the digests that fit them: only the answer gives it away."""
    if not _change(list(_leaves(parts["problem.json"])), draw):
        return False
    try:
        other = compare(Problem.from_json(parts["problem.json"])).to_json()
    except ProblemError:
        return False
    own = parts["comparison.json"]
    for name in ("inputs_digest", "frozen_fingerprint"):
        own[name] = parts["record.json"][name] = other[name]
    shown = {"simulation", "engine"}
    return any(own[name] != other[name] for name in own if name not in shown)


def take_answer(parts: Enclosed, draw: Random) -> bool:
    """The answer to a problem in which one rating is another."""
    cells = [one for one in parts["problem.json"]["cells"] if one["value"] is not None]
    if not cells:
        return False
    problem = deepcopy(parts["problem.json"])
    cell = draw.choice([one for one in problem["cells"] if one["value"] is not None])
    cell["value"] = draw.choice([0, 25, 75, 100])
    own = parts["comparison.json"]
    other = compare(Problem.from_json(problem)).to_json()
    other["inputs_digest"] = own["inputs_digest"]
    shown = {name: one for name, one in other.items() if name != "simulation"}
    changed = any(own[name] != one for name, one in shown.items())
    parts["comparison.json"] = other
    return changed


TAMPERS: tuple[Callable[[Enclosed, Random], bool], ...] = (
    *(change_problem, change_answer, change_score, change_rank, change_status, change_record),
    *(drop, repeat, swap, forge, take_answer),
)


def _change(places: list[Place], draw: Random) -> bool:
    owner, key = draw.choice(places)
    owner[key] = _other(owner[key], draw)
    return True


def _other(value: Any, draw: Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        place = draw.randrange(len(value) + 1)
        return value[:place] + draw.choice("x7é") + value[place:]
    if value is None:
        return draw.choice([0, 1, "x", 50])
    if isinstance(value, int):
        return value + draw.choice([-1, 1, 7])
    return draw.choice([value + 0.001, value - 0.001, value * 2 + 1, None, str(value)])


def _leaves(value: Any, name: str = "") -> Iterator[Place]:
    """Every plain value below; of the simulation, what the verifier looks at."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in items:
        if key in OUT_OF_SIGHT or (name == "acceptability" and key in range(1, 99)):
            continue
        if isinstance(one, dict | list):
            inner = "acceptability" if "acceptability" in (name, key) else ""
            yield from _leaves(one, inner)
        else:
            yield value, key


def _lists(parts: Enclosed) -> list[list[Any]]:
    problem, answer = parts["problem.json"], parts["comparison.json"]
    inputs = [problem[one] for one in ("candidates", "cells", "consensus", "waivers")]
    of_each = [one[part] for one in answer["candidates"] for part in ("competencies", "gates")]
    proof = [one for one in answer["stability"].values() if isinstance(one, list)]
    return [*inputs, answer["candidates"], answer["leaders"], *of_each, *proof]
