from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scoring import verifier
from scoring.domain.ledger import Head, head_of, verify
from scoring.models import Evaluation


class Command(BaseCommand):
    help = (
        "Work a report out again from what is attached to it, compare that with what it prints, "
        "and its end of the ledger with the ledger. Status 1: something differs. 2: it cannot be "
        "read. Auditors have all but the ledger in one file: scoring/verifier.py."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", type=Path, help="the PDF")
        parser.add_argument(
            "--problem",
            type=Path,
            help="a problem to compare with; a report that names nobody has none of its own",
        )
        parser.add_argument(
            "--language",
            choices=list(dict(settings.LANGUAGES)),
            help="of the answer; else the report's",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verdict = _verdict(options["report"], options["problem"], options["language"])
        except verifier.Unreadable as error:
            said = verifier.refusal(error, options["language"])
            raise CommandError(said, returncode=2) from None
        for line in verdict.lines():
            self.stdout.write(line)
        with translation.override(verdict.language):
            flaws = list(self._ledger(verdict.attached.record))
            count = len(verdict.differences) + len(flaws)
            if count:
                said = ngettext("%(count)s difference", "%(count)s differences", count)
                raise CommandError(said % {"count": count}, returncode=1)

    def _ledger(self, record: dict[str, Any]) -> Iterator[str]:
        """What is wrong with the ledger that the report ends with; what is right is only said."""
        evaluation, stated = _evaluation(record), verifier.head_of(record)
        if evaluation is None or stated is None:
            self.stdout.write(
                _("This evaluation is not in this database: its ledger cannot be compared.")
            )
            return
        flaws = verify(evaluation, Head(*stated))
        for flaw in flaws:
            self.stdout.write(f"✗ {flaw.says}")
            yield flaw.says
        if not flaws:
            later = head_of(evaluation).number - stated[0]
            said = ngettext(
                "The ledger is whole, and has entry %(number)s as the report prints it; "
                "%(later)s entry has followed.",
                "The ledger is whole, and has entry %(number)s as the report prints it; "
                "%(later)s entries have followed.",
                later,
            )
            self.stdout.write(f"✓ {said % {'number': stated[0], 'later': later}}")


def _verdict(report: Path, problem: Path | None, language: str | None) -> verifier.Verdict:
    other = verifier.Other(problem.name, verifier.read_file(problem)) if problem else None
    return verifier.verify(verifier.read_file(report), language=language, other=other)


def _evaluation(record: dict[str, Any]) -> Evaluation | None:
    slug = record.get("evaluation")
    if not isinstance(slug, str) or not slug.isprintable():
        return None
    return Evaluation.objects.filter(slug=slug).first()
