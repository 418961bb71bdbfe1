"""What may be done apart from a request: ids in, fetch, call."""

from django.tasks import task
from django.utils import timezone

from .domain import issue
from .reports.pdf import make_report


@task
def make_reports() -> None:
    """Make what waits: a call tells that there is something, whoever is called makes all of it."""
    issue.make_waiting(make=make_report, clock=timezone.now)
