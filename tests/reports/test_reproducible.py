"""One snapshot, other processes: the same bytes (T20)."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from scoring.models import Assessment, Evaluation
from tests import guards

PROGRAMME = """
import sys
from datetime import UTC, datetime
import django
django.setup()
from scoring.domain.edition import Edition
from scoring.domain.report import dossier_of
from scoring.models import Evaluation
from scoring.reports.pdf import make_report
one = Evaluation.objects.get(slug=sys.argv[1])
at = datetime(2026, 11, 23, 17, 30, 59, tzinfo=UTC)
pdf = make_report(dossier_of(one), edition=Edition(language="fr"), at=at, by=one.created_by)
sys.stdout.buffer.write(pdf)
"""
# A clock that is years ahead, for whoever reads it in Python.
LATER = "import time; now = time.time; time.time = lambda: now() + 1e8\n"

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the database's file")


def printed_elsewhere(
    evaluation: Evaluation, folder: Path, *, before: str = "", **environment: str
) -> bytes:
    """The report as a new process makes it, from a copy of the database as it stands."""
    folder.mkdir()
    (folder / "db.sqlite3").write_bytes(connection.connection.serialize())
    made = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", before + PROGRAMME, evaluation.slug],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "integrator_eval.settings",
            **environment,
        },
        capture_output=True,
        check=True,
    )
    return made.stdout


def test_hash_seed_clock_and_locale_change_no_byte_and_one_rating_does(scored, tmp_path):
    first = printed_elsewhere(scored, tmp_path / "one", PYTHONHASHSEED="1", LC_ALL="C")
    second = printed_elsewhere(
        scored,
        tmp_path / "two",
        before=LATER,
        PYTHONHASHSEED="2",
        LC_ALL="C.UTF-8",
        TZ="Asia/Tokyo",
        SOURCE_DATE_EPOCH="1700000000",
    )
    guards.lift()
    rated = Assessment.objects.filter(candidate__evaluation=scored, value=100).first()
    Assessment.objects.filter(pk=rated.pk).update(value=0)
    third = printed_elsewhere(scored, tmp_path / "three", PYTHONHASHSEED="1", LC_ALL="C")

    assert first[:5] == b"%PDF-"
    assert second == first
    assert third != first
