"""What becomes of an installation's reports: `python -m tests.server.shelf [WHAT]`, as JSON.

`reveal` ends individual scoring, so that there are reports; `wait` for one to be in the making;
`expire` is the time that passes until whoever holds one is given up.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

WATCHING = "watching"  # a file in DATA_DIR: whoever waits for a report has begun to look
PATIENCE = 120  # seconds, on a busy machine


def main(what: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integrator_eval.settings")
    django.setup()
    from scoring.domain import transition
    from scoring.domain.ledger import head_of
    from scoring.models import Evaluation, Report

    evaluation = Evaluation.objects.get(slug="load")
    now = datetime.now(UTC)
    if what == "reveal":
        transition.moderate(evaluation=evaluation, by=evaluation.created_by, at=now)
    elif what == "wait":
        making = Report.objects.filter(state="rendering")
        making.exists()  # connects
        (Path(os.environ["DATA_DIR"]) / WATCHING).touch()
        until = time.monotonic() + PATIENCE
        while not making.exists() and time.monotonic() < until:
            time.sleep(0.02)
    elif what == "expire":
        Report.objects.filter(state="rendering").update(lease=now)
    told = {
        "head": str(head_of(evaluation)),
        "states": list(Report.objects.order_by("pk").values_list("state", flat=True)),
        "attempts": list(Report.objects.order_by("pk").values_list("attempts", flat=True)),
        "sha256": list(Report.objects.order_by("pk").values_list("sha256", flat=True)),
    }
    print(json.dumps(told))  # noqa: T201  the test reads it


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "")
