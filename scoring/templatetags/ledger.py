"""What the ledger keeps under short English names, in the reader's words."""

from typing import Any

from django import template
from django.template.defaultfilters import yesno
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

LABELS = {
    "abstained": gettext_lazy("abstained"),
    "answers": gettext_lazy("answers"),
    "candidate": gettext_lazy("candidate"),
    "checks": gettext_lazy("checks"),
    "code": gettext_lazy("code"),
    "competencies": gettext_lazy("competencies"),
    "dated": gettext_lazy("dated"),
    "evidence": gettext_lazy("evidence level"),
    "filename": gettext_lazy("file name"),
    "frozen_fingerprint": gettext_lazy("frozen fingerprint"),
    "inputs_digest": gettext_lazy("inputs digest"),
    "kind": gettext_lazy("gate"),
    "leaders": gettext_lazy("leaders"),
    "left_out": gettext_lazy("checks left out"),
    "measurement": gettext_lazy("measurement"),
    "method": gettext_lazy("method"),
    "name": gettext_lazy("name"),
    "note": gettext_lazy("note"),
    "people": gettext_lazy("people"),
    "profile": gettext_lazy("weight profile"),
    "rank": gettext_lazy("rank"),
    "ranking": gettext_lazy("ranking"),
    "reason": gettext_lazy("reason"),
    "reason_for_extremes": gettext_lazy("reason asked at the best and the worst rating"),
    "reason_for_gates": gettext_lazy("reason asked at knock-out checks"),
    "recused": gettext_lazy("recused"),
    "reference_budget": gettext_lazy("reference budget"),
    "role": gettext_lazy("role"),
    "rubric": gettext_lazy("rubric"),
    "scope": gettext_lazy("what it covers"),
    "signature": gettext_lazy("signature"),
    "statement": gettext_lazy("statement"),
    "text": gettext_lazy("note of a call or a demonstration"),
    "tier": gettext_lazy("tier"),
    "title": gettext_lazy("title"),
    "url": gettext_lazy("link"),
    "valid_until": gettext_lazy("valid until"),
    "value": gettext_lazy("value"),
    "weights": gettext_lazy("weights"),
}


@register.filter
def label(name: str) -> str:
    """A fact's name; one that has no better words keeps its own."""
    return str(LABELS.get(name, name))


@register.filter
def told(value: Any) -> str:
    """A fact as it is told: lists and pairs in a row, nothing as a dash."""
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return str(yesno(value, _("yes,no")))
    if isinstance(value, list):
        return ", ".join(told(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} → {told(one)}" for name, one in value.items())
    return str(value)
