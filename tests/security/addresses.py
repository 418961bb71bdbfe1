"""Every address of ours, filled with what is really there: taken from the resolver, never listed.

Those of pages; `api_addresses` has the API's, at which no session opens anything.

A parameter that nobody said how to fill fails: who adds an address says what it is of.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from django.conf import settings
from django.urls import get_resolver, reverse

from scoring.enums import ElicitationMethod, GateKind
from scoring.models import Evaluation, Evidence, Rubric, Token

NO_KEY = "00000000-0000-4000-8000-000000000000"

type Values = dict[str, list[Any]]

SHARED: Values = {
    "language": [code for code, _name in settings.LANGUAGES],
    "method": [one.value for one in ElicitationMethod],
}


def every_address(evaluation: Evaluation) -> dict[tuple[str, str], str]:
    """By name and filling. Of parameters that stand side by side, every pair that can be."""
    every = [(name, reverse(name, kwargs=filling)) for name, filling in _filled(evaluation)]
    return {(name, address): address for name, address in every}


def one_of_each(evaluation: Evaluation) -> dict[str, str]:
    """One address of each name."""
    return _one_of_each(_filled(evaluation))


def api_addresses(evaluation: Evaluation) -> dict[str, str]:
    """One address of each name, of this evaluation."""
    return _one_of_each(_filled(evaluation, api=True))


def _one_of_each(filled: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, str]:
    return {name: reverse(name, kwargs=filling) for name, filling in dict(filled).items()}


def _filled(evaluation: Evaluation, *, api: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    values = {True: _of_rubric(evaluation.rubric), False: _of(evaluation)}
    for name, pattern, wanted in _patterns(api=api):
        known = SHARED | values[pattern.startswith("rubrics/")]
        for filling in product(*(known[argument] for argument in wanted)):
            arguments = dict(zip(wanted, filling, strict=True))
            if _belongs_together(arguments):
                yield name, arguments


def _patterns(*, api: bool) -> Iterator[tuple[str, str, list[str]]]:
    ours = get_resolver("scoring.urls").reverse_dict
    names = (name for name in ours if isinstance(name, str) and name.startswith("api_") == api)
    for name in names:
        for possibilities, *_rest in ours.getlist(name):
            for pattern, wanted in possibilities:
                yield name, pattern, wanted


def _of(evaluation: Evaluation) -> Values:
    checks = evaluation.checks().select_related("competency")
    keys = Evidence.objects.filter(candidate__evaluation=evaluation).values_list("key", flat=True)
    return {
        "slug": [evaluation.slug],
        "code": list(evaluation.candidates.values_list("code", flat=True)),
        "number": sorted({check.competency.number for check in checks}),
        "check": [check.code for check in checks],
        "pk": list(evaluation.seats.values_list("pk", flat=True)),
        "key": [NO_KEY, *keys],
        "uuid": [NO_KEY, *evaluation.reports.values_list("uuid", flat=True)],
        "kind": [one.value for one in GateKind],
        "token": [0, *Token.objects.values_list("pk", flat=True)],
        "address": ["evaluations/", "no/such/thing"],
    }


def _of_rubric(rubric: Rubric) -> Values:
    return {
        "slug": [rubric.slug],
        "version": [rubric.version],
        "other": [rubric.version],
        "number": [1],
        "code": ["1.3"],
        "scale": [rubric.scales.first().slug],
        "profile": ["balanced"],
        "ending": ["json", "yaml", "xlsx"],
    }


def _belongs_together(arguments: dict[str, Any]) -> bool:
    """A check stands under its competency."""
    if {"number", "check"} <= arguments.keys():
        return str(arguments["check"]).split(".")[0] == str(arguments["number"])
    return True


def links(page: str, address: str) -> Iterable[str]:
    """Where a page leads to, of ours."""
    for link in re.findall(r'<a [^>]*href="(/[^"#]*|\?[^"#]*)"', page):
        plain = link.replace("&amp;", "&")
        yield address.split("?")[0] + plain if plain[0] == "?" else plain
