"""What a full report costs: beside the way one would first write it, beside WeasyPrint alone on
the same HTML, and beside Chromium's memory.

`uv run --group benchmark pytest -m benchmark -n 0` measures it. The naive way, too, has to read and
to fill templates; the files inside count on our side only, and against bare WeasyPrint all of it.
"""

import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from weasyprint import HTML

from scoring.domain.candidate import add
from scoring.domain.edition import Edition
from scoring.domain.report import dossier_of
from scoring.enums import State, Tier
from scoring.models import Evaluation
from scoring.reports.enclosures import enclosures_of
from scoring.reports.job import Job
from scoring.reports.pdf import report_html
from scoring.reports.press import Press
from scoring.reports.printer import FontsOnly, print_pdf
from tests.reports.factory import score

from .conftest import NOTES, Race

AT = datetime(2026, 11, 23, tzinfo=UTC)
EDITION = Edition(language="es")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.benchmark


@pytest.fixture
def full(make_evaluation, cast, at) -> Evaluation:
    """Ten candidates, all checks of the rubric, two people, a note in each cell."""
    made = make_evaluation(State.OPEN, candidates=5, tier=Tier.FULL)
    for letter in "FGHIJ":
        add(evaluation=made, name=f"Integrador {letter}", by=cast.owner, at=at)
    for number, one in enumerate(made.candidates.all()):
        for person in (cast.owner, cast.assessor):
            score(one, by=person, at=at, quality=1 - number / 20, note="Visto en directo.")
    return made


def ours(made: Evaluation) -> bytes:
    """All that `make_report` does, in this process, where its time can be counted."""
    dossier = dossier_of(made)
    html = report_html(dossier, edition=EDITION, at=AT, by=made.created_by)
    enclosed = enclosures_of(dossier, edition=EDITION, at=AT)
    return print_pdf(html, identifier=b"x", enclosures=enclosed)


def bare(html: str) -> bytes:
    return HTML(string=html, url_fetcher=FontsOnly()).write_pdf(pdf_variant="pdf/ua-1")


def html_of(made: Evaluation) -> str:
    return report_html(dossier_of(made), edition=EDITION, at=AT, by=made.created_by)


def test_a_full_report_takes_at_most_a_fifth_longer_than_weasyprint_alone(full, race: Race):
    html = html_of(full)

    ratio = race(
        f"the report of 10 candidates × {full.checks().count()} checks",
        lambda: ours(full),
        "WeasyPrint on the same HTML",
        lambda: bare(html),
        bound="≥ 0.83",
        rounds=3,
    )

    assert ratio >= 1 / 1.2


def test_a_full_report_takes_at_most_half_of_the_naive_one(full, race: Race):
    from .naive import naive_report

    ratio = race(
        f"the report of 10 candidates × {full.checks().count()} checks",
        lambda: ours(full),
        "Bootstrap's CSS, matplotlib's charts",
        lambda: naive_report(html_of(full)),
        bound="≥ 2",
        rounds=3,
    )

    assert ratio >= 2


@dataclass(frozen=True)
class Memory:
    """Of several processes, in megabytes: as each counts it, and with what they share once."""

    summed: float = 0.0
    unique: float = 0.0


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_printing_it_takes_at_most_a_third_of_chromiums_memory(full, tmp_path):
    html = html_of(full)
    press, job = Press(), Job(html=html, identifier="x", seconds=600, megabytes=4096)
    press.print(job)  # starts it

    with ThreadPoolExecutor() as threads:
        printing = threads.submit(press.print, job)
        ours = most_held(press._process.pid, until=printing.done)
    press.close()
    theirs = chromiums_memory(html, tmp_path)

    NOTES.append(
        f"The press and its children take {ours.summed:.0f} MB for it, Chromium's processes "
        f"{theirs.summed:.0f} MB; with what they share counted once {ours.unique:.0f} MB and "
        f"{theirs.unique:.0f} MB."
    )
    assert printing.result().pdf[:5] == b"%PDF-"
    assert ours.summed <= theirs.summed / 3


def chromiums_memory(html: str, folder: Path) -> Memory:
    page, pdf = folder / "report.html", folder / "report.pdf"
    page.write_text(html)
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    options += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    chromium = subprocess.Popen(  # noqa: S603  the system's browser on our own page
        [CHROMIUM, *options, f"--user-data-dir={folder}", f"--print-to-pdf={pdf}", page.as_uri()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    most = most_held(chromium.pid, until=lambda: chromium.poll() is not None)
    assert pdf.read_bytes()[:5] == b"%PDF-"
    return most


def most_held(leader: int, *, until: Callable[[], bool]) -> Memory:
    """The most that the processes of a session held together."""
    most = Memory()
    while not until():
        processes = [one for one in Path("/proc").glob("[0-9]*") if session(one) == leader]
        held = [of(one) for one in processes]
        most = Memory(
            max(most.summed, sum(one.summed for one in held)),
            max(most.unique, sum(one.unique for one in held)),
        )
        time.sleep(0.05)
    return most


def of(process: Path) -> Memory:
    """Nothing where it is gone."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return Memory()
    sizes = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return Memory(sizes.get("Rss:", 0), sizes.get("Pss:", 0))


def session(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, IndexError):
        return 0
