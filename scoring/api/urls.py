"""Version 1. An address that is added to READ is described, and asked by every test of the API."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import comparison, evaluation, problem, report
from .access import described
from .description import NAME, description_of
from .refusal import Reason, Refused


class AnythingConverter(StringConverter):
    regex = r"[\s\S]*"


register_converter(AnythingConverter, "anything")

EVALUATION = "evaluations/<slug:slug>"

READ = [
    path("evaluations", evaluation.evaluation_list, name="api_evaluation_list"),
    path(EVALUATION, evaluation.evaluation_detail, name="api_evaluation_detail"),
    path(f"{EVALUATION}/comparison", comparison.comparison, name="api_comparison"),
    path(f"{EVALUATION}/problem", problem.problem, name="api_problem"),
    path(f"{EVALUATION}/reports", report.report_list, name="api_report_list"),
    path(f"{EVALUATION}/reports/<uuid:uuid>/file", report.report_file, name="api_report_file"),
]


@described
def missing(request: HttpRequest, address: str) -> HttpResponse:
    """An address that is none: not the page that tells a person of it."""
    raise Refused(Reason.NOT_FOUND)


urlpatterns = [
    *READ,
    path(NAME, description_of(READ), name="api_description"),
    path("<anything:address>", missing, name="api_missing"),
]
