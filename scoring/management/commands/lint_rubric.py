from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from scoring.domain.finding import Severity
from scoring.domain.lint import findings_of
from scoring.models import Rubric
from scoring.reports.lint import Line, lines_of


class Command(BaseCommand):
    help = "Tell what to look at once more in a rubric; errors end it with status 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="the rubric, as in its address; else every one")
        parser.add_argument("version", nargs="?", type=int, help="else the newest")
        parser.add_argument(
            "--language", choices=list(dict(settings.LANGUAGES)), default=settings.LANGUAGE_CODE
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rubrics = _chosen(options["slug"], options["version"])
        with translation.override(options["language"]):
            errors = sum([self._lint(rubric) for rubric in rubrics])
        if errors:
            raise CommandError(f"Errors: {errors}")

    def _lint(self, rubric: Rubric) -> int:
        findings = findings_of(rubric)
        self.stdout.write(f"{rubric.slug} v{rubric.version}: {len(findings)}")
        for finding, line in zip(findings, lines_of(findings), strict=True):
            self.stdout.write(f"  {finding.severity} {finding.code} {_told(line)}")
        return sum(finding.severity == Severity.ERROR for finding in findings)


def _chosen(slug: str | None, version: int | None) -> list[Rubric]:
    """The newest version of each rubric, or of the one named, or the version named."""
    rubrics = Rubric.objects.order_by("slug", "-version")
    if slug is not None:
        rubrics = rubrics.filter(slug=slug)
    if version is not None:
        rubrics = rubrics.filter(version=version)
    newest: dict[str, Rubric] = {}
    for rubric in rubrics:
        newest.setdefault(rubric.slug, rubric)
    if slug is not None and not newest:
        wanted = slug if version is None else f"{slug} v{version}"
        raise CommandError(f"There is no rubric “{wanted}”.")
    return list(newest.values())


def _told(line: Line) -> str:
    places = ", ".join(place.code for place in line.places)
    return f"{places}: {line.says} {line.remedy}"
