from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from scoring import permissions
from scoring.models import LedgerEntry, Seat

from .access import seated, seated_page

PAGE = 50


@seated(permissions.can_read_ledger)
def ledger(request: HttpRequest, seat: Seat) -> HttpResponse:
    entries = Paginator(LedgerEntry.objects.of(seat.evaluation), PAGE)
    page = entries.get_page(request.GET.get("page"))
    return seated_page(request, seat, "scoring/ledger/list.html", {"page": page, "tab": "ledger"})
