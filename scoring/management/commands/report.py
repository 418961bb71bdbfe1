from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scoring.domain.edition import Edition
from scoring.domain.report import NothingToCompare, dossier_of
from scoring.models import Evaluation
from scoring.reports.pdf import PrinterGaveUp, PrinterMissing, apology, make_report


class Command(BaseCommand):
    help = "Write an evaluation's report as a PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the evaluation, as in its address")
        parser.add_argument(
            "--language", choices=list(dict(settings.LANGUAGES)), default=settings.LANGUAGE_CODE
        )
        parser.add_argument("--output", required=True, type=Path, help="the PDF file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        evaluation = Evaluation.objects.filter(slug=options["slug"]).first()
        if evaluation is None:
            raise CommandError(f"There is no evaluation “{options['slug']}”.")
        if evaluation.is_draft:
            raise CommandError(f"“{evaluation.slug}” is a draft: nobody has scored it.")
        try:
            dossier = dossier_of(evaluation)
        except NothingToCompare:
            raise CommandError(f"“{evaluation.slug}” has no candidate.") from None
        try:
            pdf = make_report(
                dossier,
                edition=Edition(language=options["language"]),
                at=timezone.now(),
                by=evaluation.created_by,
            )
            options["output"].write_bytes(pdf)
        except PrinterMissing as error:
            raise CommandError("Pango is missing: see `manage.py check`.") from error
        except PrinterGaveUp as error:
            raise CommandError(apology(error)) from error
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"{options['output']}: {len(pdf)} bytes")
