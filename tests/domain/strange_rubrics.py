"""Rubrics as hypothesis makes them: small, and as strange as the columns allow."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from scoring.domain.contents import Contents
from scoring.enums import Better, EvidenceLevel, ScaleKind, Tier

# What is not a character of a text: surrogates, and the one that no database keeps.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
TEXT = WORDS.filter(str.strip)
NAME = st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True)
LINE = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=15)
NUMBER = st.integers(-99, 999) | st.floats(-99, 999, allow_nan=False).map(
    lambda x: round(x, 4) + 0.0
)
VALUE = st.decimals(0, 100, places=2)
WEIGHT = st.decimals(0, 9999, places=3)


def texts(draw: Any, needed: str, optional: str = "") -> dict[str, str]:
    codes = ("es", "fr", "en")
    rows = {f"{name}_{code}": draw(TEXT) for name in needed.split() for code in codes}
    return rows | {f"{name}_{code}": draw(WORDS) for name in optional.split() for code in codes}


@st.composite
def rubrics(draw: Any) -> Contents:
    """Small, and as strange as the columns allow."""
    scales = draw(st.lists(NAME, min_size=1, max_size=2, unique=True))
    competencies = draw(st.lists(NAME, min_size=1, max_size=2, unique=True))
    numbers = draw(st.permutations(range(1, len(competencies) + 1)))
    codes = draw(st.lists(st.from_regex(r"[\w.-]{1,10}", fullmatch=True), max_size=3, unique=True))
    checks = [_check(draw, code, draw(st.sampled_from(numbers)), scales) for code in codes]
    profiles = draw(st.lists(NAME, max_size=2, unique=True))
    tables: dict[str, list[dict[str, Any]]] = {
        "rubric": [
            {
                "slug": draw(NAME),
                **texts(draw, "title", "note"),
                **{name: draw(WORDS) for name in ("source_title", "source_author")},
                "source_date": draw(st.none() | st.dates(date(1900, 1, 1))),
            }
        ],
        "scales": [
            {
                "slug": one,
                "kind": draw(st.sampled_from(ScaleKind.values)),
                **texts(draw, "", "rule"),
            }
            for one in scales
        ],
        "levels": [
            {"scale": scales[0], "value": value, **texts(draw, "label")}
            for value in draw(st.lists(VALUE, max_size=2, unique=True))
        ],
        "competencies": [
            {
                "number": number,
                "slug": slug,
                "weight": draw(WEIGHT),
                "minimum": draw(st.none() | VALUE),
                **_short(texts(draw, "title short_title", "summary")),
                "source_quote": draw(WORDS),
            }
            for slug, number in zip(competencies, numbers, strict=True)
        ],
        "checks": checks,
        "profiles": [
            {"slug": one, "position": place, **texts(draw, "title rationale")}
            for place, one in enumerate(profiles)
        ],
        "profile_weights": [
            {"profile": one, "competency": number, "value": draw(WEIGHT)}
            for one in profiles
            for number in numbers
        ],
        "statements": [
            {
                "position": place,
                "says": draw(TEXT),
                "checks": sorted(draw(st.sets(st.sampled_from(codes)))) if codes else [],
            }
            for place in range(draw(st.integers(0, 2)))
        ],
    }
    return Contents({name: tuple(rows) for name, rows in tables.items()})


def _short(said: dict[str, str]) -> dict[str, str]:
    return {name: text[:30] if text[:30].strip() else "x" for name, text in said.items()}


def _check(draw: Any, code: str, number: int, scales: list[str]) -> dict[str, Any]:
    minimum = draw(st.none() | VALUE)
    return {
        "competency": number,
        "code": code,
        "position": draw(st.integers(0, 99)),
        "tier": draw(st.sampled_from(Tier.values)),
        "scale": draw(st.sampled_from(scales)),
        "weight": draw(WEIGHT),
        **{name: draw(st.booleans()) for name in ("reason_required", "judged")},
        "must": minimum is not None,
        "minimum": minimum,
        "proof": draw(st.sampled_from(EvidenceLevel.values)),
        "proof_examples": draw(st.lists(LINE, max_size=2)),
        "topic": draw(st.just("") | NAME),
        **texts(draw, "title question", "guidance unit"),
        "source_quote": draw(WORDS),
        "also_quotes": draw(st.lists(LINE, max_size=2)),
        **{
            name: draw(st.just("") | NAME.map(lambda text: text[:9]))
            for name in ("stage", "calculator")
        },
        "better": draw(st.sampled_from(["", *Better.values])),
        "points": draw(st.lists(st.tuples(NUMBER, NUMBER).map(list), max_size=3)),
        "relative_to_budget": draw(st.booleans()),
    }
