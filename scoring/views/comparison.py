from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain.report import Dossier, NothingToCompare
from scoring.domain.snapshot import Snapshot, dossier_at, snapshot_of
from scoring.domain.what_if import what_if
from scoring.forms.comparison import Asked
from scoring.models import Seat
from scoring.reports.account import account_of
from scoring.reports.charts.acceptability import acceptability_of
from scoring.reports.charts.gap import gap_of
from scoring.reports.charts.weight_curves import weight_curves_of
from scoring.reports.head_to_head import head_to_head
from scoring.reports.overview import Overview, overview_of
from scoring.reports.shown import Shown
from scoring.reports.standing import nothing_is_scored
from scoring.reports.weighing import weighing_of
from scoring.reports.what_if import difference, sliders_of, trial_of

from .access import seated, seated_page

COLUMNS_BESIDE_THE_ASIDE = 6
RESULT = "scoring/comparison/_result.html"
HEAT = "scoring/comparison/_heat.html"
BOXES = "scoring/comparison/_boxes.html"
KEPT = 32  # pages, each in a language: about 100 KB


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The page without its frame. Nothing in it depends on who reads."""

    result: str  # verdict and ranking
    heat: str
    boxes: str  # whom to show: the same, in the same order, whatever the weights
    asks: str
    depth: str
    wide: bool  # the heat map has no room beside the sliders


@require_GET
@seated(permissions.can_compare)
def comparison(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Who leads, why, and what is still open; and what if the weights were others.

    For htmx, which asks while a slider moves, what depends on the weights alone.
    """
    snapshot = snapshot_of(seat.evaluation)
    try:
        dossier = dossier_at(snapshot)
    except NothingToCompare:
        return _empty(request, seat)
    if nothing_is_scored(dossier):
        return _empty(request, seat)
    asked = Asked.of(request.GET, dossier)
    parts, says = _parts(snapshot, asked)
    context = {
        "parts": parts,
        "says": says,
        "asked": asked,
        "sliders": sliders_of(dossier, asked.weights.points, asked.weights.moved),
    }
    if request.htmx and not request.htmx.history_restore_request:
        step = HttpResponse(render_to_string("scoring/comparison/_step.html", context))
        step["HX-Replace-Url"] = request.path + asked.whole
        return step
    context |= {"tab": "compare", "dossier": dossier}
    return seated_page(request, seat, "scoring/comparison/detail.html", context)


def _empty(request: HttpRequest, seat: Seat) -> HttpResponse:
    return seated_page(request, seat, "scoring/comparison/empty.html", {"tab": "compare"})


def _parts(snapshot: Snapshot, asked: Asked) -> tuple[Parts, str]:
    """The official ones, or those of other weights, and what they change in a sentence."""
    official = _official(snapshot, translation.get_language(), asked.pair, asked.only)
    if not asked.weights.moved:
        return official, ""
    dossier = dossier_at(snapshot)
    tried = what_if(snapshot, asked.weights.points)
    says = difference(dossier, tried)
    shown = Shown.of(tried, asked.only)
    context = _context(tried, shown.overview(trial_of(dossier, tried)), shown)
    context |= {"asked": asked, "boxes": official.boxes, "says": says, "trial": True}
    return replace(
        official, result=render_to_string(RESULT, context), heat=render_to_string(HEAT, context)
    ), says


@lru_cache(maxsize=KEPT)
def _official(
    snapshot: Snapshot, language: str, pair: tuple[str, str], only: tuple[str, ...]
) -> Parts:
    """Kept by all that it depends on. Who may read it was asked before."""
    dossier = dossier_at(snapshot)
    shown = Shown.of(dossier, only)
    with translation.override(language):
        context = _context(dossier, shown.overview(overview_of(dossier)), shown)
        context |= {
            "asked": Asked(pair=pair, only=only),
            "is_official": True,
            "pair": head_to_head(dossier, *pair),
            "curves": weight_curves_of(dossier, only),
            "acceptability": shown.acceptability(acceptability_of(dossier)),
            "gaps": shown.gaps(gap_of(dossier)),
            "weighing": weighing_of(dossier),
            **account_of(dossier),
        }
        context["boxes"] = render_to_string(BOXES, context)
        return Parts(
            boxes=context["boxes"],
            result=render_to_string(RESULT, context),
            heat=render_to_string(HEAT, context),
            asks=render_to_string("scoring/comparison/_asks.html", context),
            depth=render_to_string("scoring/comparison/_depth.html", context),
            wide=context["wide"],
        )


def _context(dossier: Dossier, overview: Overview, shown: Shown) -> dict[str, Any]:
    columns = [line.name for line in overview.ranking]
    return {
        "evaluation": dossier.evaluation,
        "comparison": dossier.comparison,
        "overview": overview,
        "shown": shown,
        "columns": columns,
        "wide": len(columns) > COLUMNS_BESIDE_THE_ASIDE,
    }
