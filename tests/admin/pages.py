"""Every address of the admin, filled with what is there, and a form as a browser would send it."""

import re
from html import unescape

from django.urls import reverse

from scoring.admin import site
from scoring.models import LedgerEntry, Rubric

OF_THE_SITE = {
    "index": [],
    "login": [],
    "logout": [],
    "password_change": [],
    "password_change_done": [],
    "autocomplete": [],
    "jsi18n": [],
    "view_on_site": [1, 1],
    "app_list": ["scoring"],
}


def addresses(rubric: Rubric) -> dict[str, str]:
    """By name: the site's own pages, and those of every model, with a row of the rubric."""
    found = {name: reverse(f"admin:{name}", args=args) for name, args in OF_THE_SITE.items()}
    for model, admin in site._registry.items():
        row = row_of(model, rubric)
        for pattern in admin.get_urls():
            if pattern.name:
                args = [row] if pattern.pattern.converters else []
                found[pattern.name] = reverse(f"admin:{pattern.name}", args=args)
    return found


def row_of(model, rubric: Rubric) -> int:
    """The key of one row of the model, of this rubric where that can be said."""
    name = model._meta.model_name
    rows = {
        "rubric": lambda: rubric,
        "competency": lambda: rubric.competencies.first(),
        "check": lambda: rubric.competencies.first().checks.first(),
        "scale": lambda: rubric.scales.first(),
        "profile": lambda: rubric.profiles.first(),
        "ledgerentry": lambda: LedgerEntry.objects.filter(evaluation_id=None).first(),
    }
    row = rows[name]() if name in rows else model.objects.first()
    return row.pk if row else 1


def form_of(response) -> dict[str, str]:
    """What the page's boxes hold, as a browser would send them back."""
    page = response.content.decode()
    page = page[page.index('id="content-start"') :]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page):
        fields = {key: unescape(value) for key, value in re.findall(r'([a-z]+)="([^"]*)"', tag)}
        box = fields.get("type") in {"checkbox", "radio"}
        if "name" in fields and fields.get("type") != "submit" and (not box or "checked" in tag):
            sent[fields["name"]] = fields.get("value", "on" if box else "")
    for name, text in re.findall(
        r'<textarea[^>]*?name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', page, re.S
    ):
        sent[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]*?name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = unescape(chosen[1]) if chosen else ""
    return {name: value for name, value in sent.items() if "__prefix__" not in name}
