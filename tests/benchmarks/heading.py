"""A signed-in page of this project that shows only a heading: the measure of all other pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from scoring import permissions
from scoring.models import Seat
from scoring.views.access import seated, seated_page


@seated(permissions.can_compare)
def heading(request: HttpRequest, seat: Seat) -> HttpResponse:
    return seated_page(request, seat, "scoring/evaluation/base.html", {"tab": "compare"})


urlpatterns = [
    path("evaluations/<slug:slug>/heading/", heading, name="heading"),
    path("", include("integrator_eval.urls")),
]
