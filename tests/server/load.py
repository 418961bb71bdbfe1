"""An installation for the tests of the server: `python -m tests.server.load ASSESSORS`.

Makes a database with one open evaluation, and signs everybody in: prints each one's key and session
as JSON.
"""

import json
import os
import sys
from datetime import UTC, datetime
from decimal import Decimal

import django

AT = datetime(2026, 11, 24, tzinfo=UTC)


def main(assessors: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integrator_eval.settings")
    django.setup()
    from django.core.management import call_command

    from scoring.domain import candidate, declaration, evaluation, seat, transition
    from scoring.enums import Role
    from scoring.models import Rubric, User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("loaddata", "rubric", verbosity=0)
    owner, *people = User.objects.bulk_create(
        User(username=name, email=f"{name}@example.org")
        for name in ("owner", *(f"writer{number}" for number in range(assessors)))
    )
    rubric = Rubric.objects.published().get()
    by = {"by": owner, "at": AT}
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
        declaration.declare(seat=one, interests=nothing, by=one.user, at=AT)
    print(json.dumps([sign_in(one) for one in people]))  # noqa: T201  the test reads it


def sign_in(person: object) -> dict[str, object]:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return {"person": person.pk, "session": client.cookies[settings.SESSION_COOKIE_NAME].value}


if __name__ == "__main__":
    main(int(sys.argv[1]))
