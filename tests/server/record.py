"""What an installation's ledger and rows say: `python -m tests.server.record`, as JSON."""

import json
import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integrator_eval.settings")
    django.setup()
    from scoring.models import Assessment, LedgerEntry

    saved = LedgerEntry.objects.filter(action="assessment.saved").order_by("pk")
    told = {
        "recorded": [entry.new["note"] for entry in saved],
        "last": {f"{e.actor_id} {e.check_code}": e.new["note"] for e in saved},
        "stored": {
            f"{one.assessor_id} {one.rubric_check.code}": one.note
            for one in Assessment.objects.select_related("rubric_check")
        },
    }
    print(json.dumps(told))  # noqa: T201  the test reads it


if __name__ == "__main__":
    main()
