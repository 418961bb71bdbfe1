"""One process of writers: `python -m tests.server.writers WAY THREADS SAVES FIRST PAUSE`.

WAY is `ours` or `textbook`. Each thread is one assessor who saves ratings one after the other, and
reads for PAUSE milliseconds in between (on average; as long again at most). Says `ready` when every
thread has read what it may rate, waits for a line, and prints when the saves began and ended (on
the clock that all processes share), the seconds that each took, and what went wrong, as JSON.
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random
from threading import Barrier

import django

AT = datetime(2026, 11, 24, tzinfo=UTC)


def main(way: str, threads: int, saves: int, first: int, pause: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integrator_eval.settings")
    django.setup()
    from django.db import connection

    ready, go = Barrier(threads + 1), Barrier(threads + 1)

    def work(number: int) -> tuple[list[float], list[str]]:
        save = {"ours": ours, "textbook": textbook}[way](number)
        reading = Random(number)
        ready.wait()
        go.wait()
        took, wrong = [], []
        for turn in range(saves):
            time.sleep(reading.uniform(0, 2 * pause / 1000))
            begin = time.perf_counter()
            try:
                save(turn)
            except Exception as error:
                wrong.append(f"{type(error).__name__}: {error}")
            took.append(time.perf_counter() - begin)
        connection.close()
        return took, wrong

    with ThreadPoolExecutor(threads) as pool:
        work_done = pool.map(work, range(first, first + threads))
        ready.wait()
        print("ready", flush=True)  # noqa: T201  the parent waits for every process
        sys.stdin.readline()
        begin = time.perf_counter()
        go.wait()
        told = list(work_done)
        end = time.perf_counter()
    took, wrong = ([one for part in parts for one in part] for parts in zip(*told, strict=True))
    print(json.dumps({"begin": begin, "end": end, "took": took, "wrong": wrong}))  # noqa: T201


def cells(number: int):
    """What the assessor of that number may rate."""
    from scoring.models import Evaluation, User

    evaluation = Evaluation.objects.get(slug="load")
    person = User.objects.get(username=f"writer{number}")
    checks = evaluation.checks().filter(scale__kind="levels").select_related("scale")
    checks = list(checks.prefetch_related("scale__levels"))
    return evaluation.candidates.select_related("evaluation").first(), checks, person


def ours(number: int):
    from scoring.domain.assessment import Rating, rate

    candidate, checks, person = cells(number)
    versions: dict[int, int] = {}

    def save(turn: int) -> None:
        check = checks[turn % len(checks)]
        said = Rating(value=0.0, note=f"{turn}", version=versions.get(check.pk, 0))
        versions[check.pk] = rate(candidate=candidate, check=check, rating=said, by=person, at=AT)

    return save


def textbook(number: int):
    """A row by update_or_create, a row of history: as most tutorials have it."""
    from django.db import transaction

    from scoring.models import Assessment, LedgerEntry

    candidate, checks, person = cells(number)

    def save(turn: int) -> None:
        check = checks[turn % len(checks)]
        with transaction.atomic():
            Assessment.objects.update_or_create(
                candidate=candidate,
                rubric_check=check,
                assessor=person,
                defaults={"value": 0.0, "note": f"{turn}", "updated_at": AT},
            )
            LedgerEntry.objects.create(
                at=AT,
                actor_id=person.pk,
                actor=str(person),
                evaluation_id=-number - 1,  # nothing is chained: a number of one's own
                number=turn,
                action="assessment.saved",
                new={"note": f"{turn}"},
            )

    return save


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
