"""The rules in words: what the method differs in, and what changed after scoring opened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from scoring.domain.freeze import Reading
from scoring.domain.method import DEFAULTS
from scoring.domain.report import Dossier
from scoring.engine import Comparison
from scoring.enums import Tier
from scoring.models import Check, Evaluation

from . import numbers
from .phrases import names

type Json = Mapping[str, Any]
type Line = tuple[str, str]  # a name, and what it is


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate: its place and points by the rules of today, and by those that held before;
    both on today's scores, then both as they were recorded on the day of the change."""

    name: str
    today: str
    earlier: str
    recorded_today: str
    recorded_earlier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Rules that held until they were changed: what changed then, why, and what each ranks."""

    number: int
    fingerprint: str
    until: datetime
    by: str
    reason: str
    changes: tuple[Line, ...]
    sentence: SafeString
    rows: tuple[Row, ...]


def method_of(evaluation: Evaluation) -> tuple[Line, ...]:
    """What differs from the method's defaults; nothing where nothing does."""
    titles = {one.code: str(one.short_title) for one in evaluation.rubric.competencies.all()}
    return tuple(_method(evaluation.method, titles).values()) if evaluation.method else ()


def rulings_of(dossier: Dossier) -> tuple[Ruling, ...]:
    """One for each change of the rules, the newest first; none while the first ones hold."""
    readings = dossier.provenance.readings
    if len(readings) < 2:
        return ()
    titles = _titles(dossier.evaluation)
    found = [_ruling(one, after, dossier, titles) for one, after in pairwise(readings)]
    return tuple(reversed(found))


def _ruling(
    reading: Reading, after: Reading, dossier: Dossier, titles: Mapping[str, str]
) -> Ruling:
    change = after.change
    old: Json = (change and change.old) or {}
    new: Json = (change and change.new) or {}
    return Ruling(
        number=reading.freeze.number,
        fingerprint=reading.freeze.fingerprint,
        until=after.freeze.frozen_at,
        by=str(after.freeze.frozen_by),
        reason=after.freeze.reason,
        changes=tuple(changes_between(old, new, titles)),
        sentence=_sentence(reading.comparison, dossier.comparison),
        rows=tuple(_rows(reading.comparison, dossier.comparison, old, new)),
    )


def changes_between(old: Json, new: Json, titles: Mapping[str, str]) -> Iterator[Line]:
    """Weights as shares of the whole, depth, what is left out, and the method. The titles are of
    competencies and checks, by code."""
    before, after = _shares(old.get("weights", {})), _shares(new.get("weights", {}))
    for code, share in after.items():
        was, is_ = numbers.percent(before.get(code, 0)), numbers.percent(share)
        if was != is_:
            yield titles.get(code, code), f"{was} → {is_}"
    if old.get("tier") != new.get("tier"):
        depths = (str(Tier(said["tier"]).label) for said in (old, new))
        yield _("Depth"), " → ".join(depths)
    gone, out = old.get("left_out", {}), new.get("left_out", {})
    for code in out.keys() - gone.keys():
        yield titles.get(code, code), _("left out: %(reason)s") % {"reason": out[code]}
    for code in gone.keys() - out.keys():
        yield titles.get(code, code), _("in scope again")
    was_method = _method(old.get("method", {}), titles)
    is_method = _method(new.get("method", {}), titles)
    for key in sorted(was_method.keys() | is_method.keys()):
        label = (is_method.get(key) or was_method[key])[0]
        values = [
            said[key][1] if key in said else _default(key, titles)
            for said in (was_method, is_method)
        ]
        if values[0] != values[1]:
            yield label, " → ".join(values)


def _sentence(by_these: Comparison, today: Comparison) -> SafeString:
    """Who would be first by the earlier rules."""
    name_of = {one.code: one.name for one in today.candidates}
    first = names(name_of[code] for code in by_these.leaders)
    if not by_these.leaders:
        words = _("By the rules that held until then, no candidate could be chosen.")
    elif by_these.leaders == today.leaders and len(by_these.leaders) == 1:
        words = _("By the rules that held until then, {first} comes first too.")
    elif len(by_these.leaders) == 1:
        words = _("By the rules that held until then, {first} would come first.")
    else:
        words = _("By the rules that held until then, {first} would share first place.")
    return format_html(words, first=first)


def _rows(by_these: Comparison, today: Comparison, old: Json, new: Json) -> Iterator[Row]:
    earlier = {one.code: _place(one.rank, one.score.proven) for one in by_these.candidates}
    then, since = _recorded(old), _recorded(new)
    for one in today.candidates:
        yield Row(
            name=one.name,
            today=_place(one.rank, one.score.proven),
            earlier=earlier[one.code],
            recorded_today=since.get(one.code, "—"),
            recorded_earlier=then.get(one.code, "—"),
        )


def _recorded(said: Json) -> dict[str, str]:
    return {one["candidate"]: _place(one["rank"], one["proven"]) for one in said.get("ranking", ())}


def _place(rank: int | None, proven: float) -> str:
    """Its place and its points: 1 · 84.8. Who is excluded has a dash for a place."""
    return f"{'—' if rank is None else rank} · {numbers.points(proven)}"


def _shares(weights: Json) -> dict[str, float]:
    values = {code: float(value) for code, value in weights.items()}
    total = sum(values.values()) or 1
    return {code: value / total for code, value in values.items()}


def _method(method: Json, titles: Mapping[str, str]) -> dict[str, Line]:
    """Each setting that is said, by its key; a key that has no words keeps itself."""
    return {key: (_label(key), _said(key, value, titles)) for key, value in method.items()}


def _label(key: str) -> str:
    labels = {
        "minimum_total": _("Minimum total"),
        "tie_break": _("A tie is broken by"),
        "clear": _("A winner is clear from"),
        "narrow": _("A winner is narrow from"),
        "draws": _("Simulations"),
        "concentration": _("How near the drawn weights stay"),
    }
    return labels.get(key, key)


def _said(key: str, value: Any, titles: Mapping[str, str]) -> str:
    if key == "minimum_total":
        return _("none") if value is None else numbers.plain(value)
    if key == "tie_break":
        return ", ".join(titles.get(code, code) for code in value) or _("nothing")
    if key == "clear":
        flip = numbers.plain(value.get("flip", DEFAULTS.clear.flip))
        first = numbers.percent(value.get("first", DEFAULTS.clear.first))
        return _("%(first)s and %(flip)s points") % {"first": first, "flip": flip}
    if key == "narrow":
        return numbers.percent(value.get("first", DEFAULTS.narrow.first))
    return numbers.count(value) if key == "draws" else str(value)


def _default(key: str, titles: Mapping[str, str]) -> str:
    """What a setting is that nobody has changed."""
    value = getattr(DEFAULTS, key, "—")
    return _said(key, {} if key in ("clear", "narrow") else value, titles)


def _titles(evaluation: Evaluation) -> dict[str, str]:
    checks = Check.objects.filter(competency__rubric=evaluation.rubric_id)
    return {one.code: str(one.short_title) for one in evaluation.rubric.competencies.all()} | {
        one.code: str(one) for one in checks
    }
