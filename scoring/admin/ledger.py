from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from scoring.enums import Action
from scoring.models import LedgerEntry

from .base import ReadOnly
from .site import site


class ActionFilter(admin.SimpleListFilter):
    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        of_the_house = ("rubric.", "person.", "token.")
        return [choice for choice in Action.choices if choice[0].startswith(of_the_house)]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[LedgerEntry]
    ) -> models.QuerySet[LedgerEntry]:
        return queryset.filter(action=self.value()) if self.value() else queryset


@admin.register(LedgerEntry, site=site)
class LedgerEntryAdmin(ReadOnly, admin.ModelAdmin):
    """What was done to rubrics, to accounts and to their tokens.

    An evaluation's own entries tell who scored what: those are read in the evaluation, from a
    seat, once its phase allows it.
    """

    actions = None
    list_display = ["at", "actor", "action", "subject"]
    list_filter = [ActionFilter]
    search_fields = ["actor", "subject"]
    date_hierarchy = "at"
    fields = ["at", "actor", "action", "subject", "changes", "reason"]
    readonly_fields = ["changes"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[LedgerEntry]:
        return super().get_queryset(request).filter(evaluation_id=None)

    @admin.display(description=_("Changes"))
    def changes(self, entry: LedgerEntry) -> str:
        rows = list(_rows(entry.old or {}, entry.new or {}))
        return render_to_string("admin/scoring/ledgerentry/changes.html", {"rows": rows})


def _rows(old: Any, new: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Place, before and after of every single value that an entry tells of."""
    if not isinstance(old, Mapping) and not isinstance(new, Mapping):
        yield place, old, new
        return
    was, now = (side if isinstance(side, Mapping) else {} for side in (old, new))
    for name in [*was, *(name for name in now if name not in was)]:
        yield from _rows(was.get(name), now.get(name), f"{place} › {name}" if place else name)
