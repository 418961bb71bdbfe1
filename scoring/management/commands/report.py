from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scoring.domain.edition import FULL, SHORT, Edition
from scoring.domain.issue import NotMade
from scoring.domain.report import Dossier, NothingToCompare, dossier_of
from scoring.enums import ReportSection
from scoring.models import Evaluation
from scoring.reports.export import KINDS
from scoring.reports.pdf import make_report

MAKERS: dict[str, Callable[..., bytes]] = {
    ".pdf": make_report,
    ".xlsx": KINDS["xlsx"].make,
    ".csv": KINDS["csv"].make,
    ".json": KINDS["problem"].make,
}
PRESETS = {"full": FULL, "short": SHORT}


class Command(BaseCommand):
    help = "Write an evaluation's report: the file's ending says as what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the evaluation, as in its address")
        parser.add_argument(
            "--output",
            required=True,
            type=Path,
            help=f"the file to write: {', '.join(MAKERS)} (the problem, docs/method.md)",
        )
        parser.add_argument(
            "--language", choices=list(dict(settings.LANGUAGES)), default=settings.LANGUAGE_CODE
        )
        parser.add_argument(
            "--sections",
            default="full",
            help=f"of a PDF: {', '.join(PRESETS)}, or some of {', '.join(ReportSection.values)}, "
            "with commas",
        )
        parser.add_argument(
            "--anonymous", action="store_true", help="call assessors by letters, not by name"
        )
        parser.add_argument(
            "--candidate",
            default="",
            metavar="CODE",
            help="the letter to this candidate, with its own data only (a PDF)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        make = _maker(output)
        sections = _sections(options["sections"])
        if options["candidate"] and make is not make_report:
            raise CommandError("A letter to a candidate is a PDF: give --output that ending.")
        dossier = _dossier(options["slug"])
        edition = Edition(
            language=options["language"],
            sections=sections,
            anonymous=options["anonymous"],
            candidate=_candidate(options["candidate"], dossier),
        )
        by = dossier.evaluation.created_by
        try:
            made = make(dossier, edition=edition, at=timezone.now(), by=by)
            output.write_bytes(made)
        except NotMade as reason:
            raise CommandError(str(reason.failure.label)) from reason
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"{output}: {len(made)} bytes")


def _maker(output: Path) -> Callable[..., bytes]:
    make = MAKERS.get(output.suffix.lower())
    if make is None:
        raise CommandError(f"“{output.name}” has to end in one of {', '.join(MAKERS)}.")
    return make


def _sections(said: str) -> frozenset[ReportSection]:
    if said in PRESETS:
        return PRESETS[said]
    named = [one.strip() for one in said.split(",")]
    unknown = [one for one in named if one not in ReportSection.values]
    if unknown:
        choices = ", ".join([*PRESETS, *ReportSection.values])
        raise CommandError(f"There is no section “{unknown[0]}”. Choose from: {choices}.")
    return frozenset(map(ReportSection, named))


def _dossier(slug: str) -> Dossier:
    evaluation = Evaluation.objects.filter(slug=slug).first()
    if evaluation is None:
        raise CommandError(f"There is no evaluation “{slug}”.")
    if evaluation.is_draft:
        raise CommandError(f"“{evaluation.slug}” is a draft: nobody has scored it.")
    try:
        return dossier_of(evaluation)
    except NothingToCompare:
        raise CommandError(f"“{evaluation.slug}” has no candidate.") from None


def _candidate(code: str, dossier: Dossier) -> str:
    if code and code not in dossier.candidates:
        raise CommandError(
            f"There is no candidate “{code}”. Choose from: {', '.join(dossier.candidates)}."
        )
    return code
