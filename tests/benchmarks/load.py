"""A database for the writers of `writers.py`: one open evaluation, 32 assessors."""

import os
from datetime import UTC, datetime
from decimal import Decimal

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integrator_eval.settings")
    django.setup()
    from django.core.management import call_command

    from scoring.domain import candidate, declaration, evaluation, seat, transition
    from scoring.enums import Role
    from scoring.models import Rubric, User

    at = datetime(2026, 11, 24, tzinfo=UTC)
    call_command("migrate", verbosity=0)
    call_command("loaddata", "rubric", verbosity=0)
    owner, *people = User.objects.bulk_create(
        User(username=name, email=f"{name}@example.org")
        for name in ("owner", *(f"writer{number}" for number in range(32)))
    )
    rubric = Rubric.objects.published().get()
    by = {"by": owner, "at": at}
    setup = evaluation.Setup(
        title="Load",
        rubric=rubric,
        tier=2,
        profile=None,
        weights={one: one.weight for one in rubric.competencies.all()},
        reference_budget=Decimal(30),
    )
    made = evaluation.create(setup=setup, slug="load", **by)
    firm = candidate.add(evaluation=made, name="Norte", **by)
    seats = [seat.grant(evaluation=made, user=one, role=Role.ASSESSOR, **by) for one in people]
    transition.open_scoring(evaluation=made, **by)
    for one in seats:
        nothing = {firm: declaration.Interest()}
        declaration.declare(seat=one, interests=nothing, by=one.user, at=at)


if __name__ == "__main__":
    main()
