import json
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from scoring.domain.flaw import Flaw
from scoring.domain.ledger import Head, head_of, verify
from scoring.models import Evaluation


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in one chain; `chain` is the evaluation's slug, None for the house's."""

    chain: str | None
    head: Head
    flaws: list[Flaw]


class Command(BaseCommand):
    help = (
        "Tell whether the ledger is whole, and whether the rows say what it tells of them. A flaw "
        "ends it with status 1. Keep the heads that it prints elsewhere: a chain cannot see its "
        "own tail cut off."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "slug",
            nargs="*",
            help="the evaluations, as in their addresses; else all of them and the house's ledger",
        )
        parser.add_argument(
            "--head",
            type=head,
            metavar="NUMBER:DIGEST",
            help="where the chain of the one evaluation ended when its head was kept",
        )
        parser.add_argument("--json", action="store_true", help="all of it, for programs")
        parser.add_argument(
            "--language", choices=list(dict(settings.LANGUAGES)), default=settings.LANGUAGE_CODE
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["head"] and len(options["slug"]) != 1:
            raise CommandError("--head is of one evaluation: name that one.")
        with translation.override(options["language"]):
            answers = [
                Answer(
                    chain.slug if chain else None, head_of(chain), verify(chain, options["head"])
                )
                for chain in _chains(options["slug"])
            ]
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in answers], indent=2))
        else:
            for answer in answers:
                self._tell(answer)
        flaws = sum(len(one.flaws) for one in answers)
        if flaws:
            raise CommandError(f"Flaws: {flaws}")

    def _tell(self, answer: Answer) -> None:
        state = f"{len(answer.flaws)} flaws" if answer.flaws else "whole"
        name = "The house" if answer.chain is None else answer.chain
        self.stdout.write(f"{name}: {state}, {answer.head.number} entries, head {answer.head}")
        for flaw in answer.flaws:
            self.stdout.write(f"  {flaw.says}")


def _chains(slugs: list[str]) -> list[Evaluation | None]:
    evaluations = Evaluation.objects.order_by("pk")
    if not slugs:
        return [*evaluations, None]
    found = {one.slug: one for one in evaluations.filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in found:
            raise CommandError(f"There is no evaluation “{slug}”.")
    return [found[slug] for slug in slugs]


def head(text: str) -> Head:
    number, _colon, digest = text.partition(":")
    return Head(int(number), digest)
