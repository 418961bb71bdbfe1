from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.domain.comparison import problem_of
from scoring.models import Evaluation
from scoring.reports.interchange import written


class Command(BaseCommand):
    help = "Write an evaluation as a problem file, which `rank` reads (docs/method.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the evaluation, as in its address")
        parser.add_argument("--output", type=Path, help="a file to write; otherwise printed")

    def handle(self, *args: Any, **options: Any) -> None:
        evaluation = Evaluation.objects.filter(slug=options["slug"]).first()
        if evaluation is None:
            raise CommandError(f"There is no evaluation “{options['slug']}”.")
        try:
            problem = problem_of(evaluation)
        except ValueError as error:
            raise CommandError(f"“{evaluation.slug}” is not complete: {error}") from error
        text = written(problem.to_json())
        if options["output"] is None:
            self.stdout.write(text.decode(), ending="")
            return
        try:
            options["output"].write_bytes(text)
        except OSError as error:
            raise CommandError(str(error)) from error
