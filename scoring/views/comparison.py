from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from scoring import permissions
from scoring.domain.report import NothingToCompare, dossier_of
from scoring.models import Seat
from scoring.reports.account import account_of
from scoring.reports.head_to_head import head_to_head
from scoring.reports.overview import overview_of
from scoring.reports.weighing import weighing_of

from .access import seated, seated_page

COLUMNS_BESIDE_THE_ASIDE = 6


@require_GET
@seated(permissions.can_compare)
def comparison(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Who leads, why, and what is still open."""
    context = {"tab": "compare"}
    try:
        dossier = dossier_of(seat.evaluation)
    except NothingToCompare:
        return seated_page(request, seat, "scoring/comparison/empty.html", context)
    overview = overview_of(dossier)
    if not overview.scored:
        return seated_page(request, seat, "scoring/comparison/empty.html", context)
    columns = [line.name for line in overview.ranking]
    context |= {
        "dossier": dossier,
        "comparison": dossier.comparison,
        "overview": overview,
        "pair": head_to_head(dossier, request.GET.get("a", ""), request.GET.get("b", "")),
        "weighing": weighing_of(dossier),
        "columns": columns,
        "wide": len(columns) > COLUMNS_BESIDE_THE_ASIDE,
        **account_of(dossier),
    }
    return seated_page(request, seat, "scoring/comparison/detail.html", context)
