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
    "checks": gettext_lazy("checks"),
    "evidence": gettext_lazy("evidence level"),
    "filename": gettext_lazy("file name"),
    "frozen_fingerprint": gettext_lazy("frozen fingerprint"),
    "leaders": gettext_lazy("leaders"),
    "measurement": gettext_lazy("measurement"),
    "name": gettext_lazy("name"),
    "note": gettext_lazy("note"),
    "people": gettext_lazy("people"),
    "profile": gettext_lazy("weight profile"),
    "reference_budget": gettext_lazy("reference budget"),
    "role": gettext_lazy("role"),
    "rubric": gettext_lazy("rubric"),
    "tier": gettext_lazy("tier"),
    "title": gettext_lazy("title"),
    "url": gettext_lazy("link"),
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
