"""docs/method.md, sections 1-4, read naively and computed in exact fractions.

It shares nothing with the engine: plain JSON in, loops, `Fraction`, one candidate at a time.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

TIE = Fraction(1, 10**9)
CREDIT = [1, 0.8, 0.6, 0.4, 0.2]

type Interval = tuple[Fraction, Fraction, Fraction]  # low, claimed, high


@dataclass
class Exact:
    """What the method says of one candidate."""

    checks: dict[str, Interval]
    competencies: dict[str, Interval]
    score: Interval
    coverage: Fraction
    gates: dict[tuple[str, str | None], str]
    status: str
    rank: int | None = None


def exact(number: float) -> Fraction:
    """The decimal that was written: 0.1 is a tenth, not the float next to it."""
    return Fraction(str(number))


def compare_exactly(problem: dict[str, Any]) -> dict[str, Exact]:
    """Every candidate by code, in the order of the answer."""
    found = {one["code"]: _candidate(problem, one["code"]) for one in problem["candidates"]}
    ranked = _ordered({c: f for c, f in found.items() if f.status != "excluded"}, problem)
    excluded = _ordered({c: f for c, f in found.items() if f.status == "excluded"}, problem)
    for group in _tied(sorted(ranked), lambda code: found[code].score[0]):
        for code in group:
            above = [c for c in ranked if found[c].score[0] > found[group[0]].score[0]]
            found[code].rank = len(above) + 1
    return {code: found[code] for code in ranked + excluded}


def _candidate(problem: dict[str, Any], code: str) -> Exact:
    checks: dict[str, Interval] = {}
    competencies: dict[str, Interval] = {}
    score, weight, rated = [Fraction(0)] * 3, Fraction(0), Fraction(0)
    for competency in problem["competencies"]:
        scope = [check for check in competency["checks"] if check.get("scope", True)]
        if not scope:
            continue
        for check in scope:
            checks[check["code"]] = _cell(problem, code, check)
        within = sum(exact(check["weight"]) for check in scope)
        sums = [
            sum(exact(check["weight"]) * checks[check["code"]][i] for check in scope) / within
            for i in range(3)
        ]
        competencies[competency["code"]] = (sums[0], sums[1], sums[2])
        share = exact(competency["weight"])
        weight += share
        score = [total + share * one for total, one in zip(score, sums, strict=True)]
        answered = [check for check in scope if _readings(problem, code, check)]
        rated += share * sum((exact(check["weight"]) for check in answered), Fraction(0)) / within
    total = (score[0] / weight, score[1] / weight, score[2] / weight)
    gates = _gates(problem, checks, competencies, total)
    waived = {(w["kind"], w["code"]) for w in problem["waivers"] if w["candidate"] == code}
    return Exact(checks, competencies, total, rated / weight, gates, _status(gates, waived))


def _gates(
    problem: dict[str, Any],
    checks: dict[str, Interval],
    competencies: dict[str, Interval],
    total: Interval,
) -> dict[tuple[str, str | None], str]:
    gates: dict[tuple[str, str | None], str] = {}
    for competency in problem["competencies"]:
        for check in competency["checks"]:
            if check.get("must") and check["code"] in checks:
                gates["check", check["code"]] = _gate(checks[check["code"]], check["minimum"])
        if competency.get("minimum") is not None and competency["code"] in competencies:
            interval = competencies[competency["code"]]
            gates["competency", competency["code"]] = _gate(interval, competency["minimum"])
    if problem.get("method", {}).get("minimum_total") is not None:
        gates["total", None] = _gate(total, problem["method"]["minimum_total"])
    return gates


def _status(gates: dict[tuple[str, str | None], str], waived: set[Any]) -> str:
    if any(state == "failed" and gate not in waived for gate, state in gates.items()):
        return "excluded"
    return "conditional" if "open" in gates.values() else "eligible"


def _readings(problem: dict[str, Any], code: str, check: dict[str, Any]) -> list[Any]:
    def about(one: dict[str, Any]) -> bool:
        return one["candidate"] == code and one["check"] == check["code"]

    settled = [one for one in problem["consensus"] if about(one)]
    return settled or [one for one in problem["cells"] if about(one) and one["value"] is not None]


def _cell(problem: dict[str, Any], code: str, check: dict[str, Any]) -> Interval:
    readings = _readings(problem, code, check)
    if not readings:
        return Fraction(0), Fraction(0), Fraction(100)
    credits = problem.get("method", {}).get("evidence_credit", CREDIT)
    proof = check.get("proof", 0)
    low, claimed = Fraction(0), Fraction(0)
    for one in readings:
        shortfall = max(0, proof - one.get("evidence", proof))
        claimed += exact(one["value"])
        low += exact(one["value"]) * exact(credits[shortfall])
    return low / len(readings), claimed / len(readings), claimed / len(readings)


def _gate(interval: Interval, minimum: float) -> str:
    low, _, high = interval
    if high < exact(minimum):
        return "failed"
    return "passed" if low >= exact(minimum) else "open"


def _tied(codes: list[str], key: Any) -> list[list[str]]:
    groups: list[list[str]] = []
    for code in sorted(codes, key=key, reverse=True):
        if groups and key(groups[-1][0]) - key(code) <= TIE:
            groups[-1].append(code)
        else:
            groups.append([code])
    return groups


def _ordered(found: dict[str, Exact], problem: dict[str, Any]) -> list[str]:
    groups = _tied(sorted(found), lambda code: found[code].score[0])
    in_scope = next(iter(found.values())).competencies if found else {}
    for competency in problem.get("method", {}).get("tie_break", []):
        if competency in in_scope:
            groups = [
                finer for group in groups for finer in _tied(group, _score_in(competency, found))
            ]
    return [code for group in groups for code in sorted(group)]


def _score_in(competency: str, found: dict[str, Exact]) -> Any:
    return lambda code: found[code].competencies[competency][0]
