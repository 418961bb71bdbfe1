"""What the layout may do to a process, done to the press and its children."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scoring.reports.job import Enclosure, Job
from scoring.reports.press import Press, PrinterGaveUp, PrinterMissing, Reason

SHORT = '<html lang="es"><title>Uno</title><h1>Uno</h1><p>dos'
ENDLESS = '<html lang="es"><title>Uno</title>' + "<p>dos</p>" * 100_000
PAGES = '<html lang="es"><title>Uno</title>' + "<p style='break-after: page'>dos</p>" * 3_000


def job(html: str = SHORT, *, seconds: int = 30, megabytes: int = 1024) -> Job:
    return Job(html=html, identifier="x", seconds=seconds, megabytes=megabytes)


@pytest.fixture
def make_press() -> Iterator[Callable[..., Press]]:
    """A press of the test's own; `instead` is what its children do in place of a layout."""
    made = []

    def make(instead: str = "", before: str = "") -> Press:
        programme = f"""
import os, signal, socket, subprocess, sys, time
{before}
from scoring.reports import press, printer
if {bool(instead)}:
    printer.print_pdf = lambda *_html, **_options: {instead or None}
press.main(int(sys.argv[1]))
"""
        made.append(Press((sys.executable, "-c", programme)))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def press(make_press) -> Press:
    return make_press()


def test_it_gives_the_pdf_and_says_what_it_took(press):
    printed = press.print(job())

    assert printed.pdf[:5] == b"%PDF-"
    assert printed.pdf.rstrip()[-5:] == b"%%EOF"
    assert 0 < printed.seconds < 30
    assert 30 < printed.megabytes < 300


def test_the_job_arrives_as_it_was_given():
    enclosure = Enclosure(
        name="a.json", text="{“ñ”: 1}", description="á", relationship="Data", at="2026-01-01"
    )
    given = Job(html="€" * 10, identifier="x", enclosures=(enclosure,), seconds=1, megabytes=2)

    assert Job.unpacked(given.packed()) == given


def test_a_layout_without_end_is_stopped_while_others_are_printed(press):
    press.print(job())

    with ThreadPoolExecutor() as threads:
        endless = threads.submit(press.print, job(ENDLESS, seconds=2))
        others = [threads.submit(press.print, job()) for _ in range(2)]

        assert {other.result().pdf[:5] for other in others} == {b"%PDF-"}
        with pytest.raises(PrinterGaveUp) as stopped:
            endless.result()

    assert stopped.value.reason == Reason.TIME
    assert press.print(job()).pdf[:5] == b"%PDF-"


def test_one_that_only_waits_is_stopped_too(make_press):
    asleep = make_press("time.sleep(60)")
    start = time.monotonic()

    with pytest.raises(PrinterGaveUp) as stopped:
        asleep.print(job(seconds=1))

    assert stopped.value.reason == Reason.TIME
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        ("bytearray(1 << 31)", Reason.MEMORY),
        ("os.abort()", Reason.MEMORY),  # what C libraries do without memory
        ("os.kill(os.getpid(), signal.SIGSEGV)", Reason.CRASH),
        ("(b'x' * (600 << 20), os.kill(os.getpid(), signal.SIGSEGV))", Reason.MEMORY),  # C, again
        ("(b'x' * (600 << 20), 1 / 0)", Reason.MEMORY),  # Python's own code, in a library's
        ("1 / 0", Reason.CRASH),
        ("sys.exit()", Reason.CRASH),
        ("socket.create_connection(('127.0.0.1', 9))", Reason.CRASH),
        ("subprocess.run(['true'])", Reason.CRASH),
        ("open('/dev/shm/x', 'wb').write(bytes(1 << 23)) and None", Reason.CRASH),
    ],
)
def test_whatever_happens_to_a_child_is_told_and_the_next_job_is_printed(
    make_press, instead, reason
):
    falls = make_press(f"b'second' if 'again' in _html[0] else {instead}")

    with pytest.raises(PrinterGaveUp) as stopped:
        falls.print(job())

    assert stopped.value.reason == reason
    assert falls.print(job("again")).pdf == b"second"
    Path("/dev/shm/x").unlink(missing_ok=True)  # noqa: S108  as much of it as was written


def test_a_layout_that_takes_too_much_memory_is_stopped(press):
    with pytest.raises(PrinterGaveUp) as stopped:
        press.print(job(PAGES, megabytes=200))

    assert stopped.value.reason == Reason.MEMORY


def test_no_child_reaches_the_network(make_press):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        calls = make_press(f"socket.create_connection(('127.0.0.1', {listener.getsockname()[1]}))")

        with pytest.raises(PrinterGaveUp):
            calls.print(job())

        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_press_knows_nothing_of_the_environment(make_press, monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    told = make_press("repr(dict(os.environ)).encode()").print(job()).pdf

    assert b"hush" not in told
    assert set(eval(told)) <= {"TMPDIR", "LC_CTYPE", "SOURCE_DATE_EPOCH"}  # noqa: S307


def test_nothing_stays_behind_on_the_disk(make_press, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    font = "<style>@font-face { font-family: x; src: url(font:inter) } p { font-family: x }</style>"
    press = make_press()

    press.print(job(SHORT + font))
    with pytest.raises(PrinterGaveUp):
        press.print(job(ENDLESS + font, seconds=2))

    assert list(tmp_path.iterdir()) == []


def test_threads_each_get_their_own(press):
    htmls = [f'<html lang="es"><title>{number}</title><p>{number}' for number in range(6)]

    with ThreadPoolExecutor() as threads:
        printed = list(threads.map(lambda html: press.print(job(html)).pdf, htmls))

    assert len(set(printed)) == 6
    assert printed == [press.print(job(html)).pdf for html in htmls]


def test_a_press_that_was_killed_is_replaced(press):
    press.print(job())
    os.kill(press._process.pid, signal.SIGKILL)

    assert press.print(job()).pdf[:5] == b"%PDF-"


def test_a_press_that_left_for_want_of_work_is_replaced(make_press):
    press = make_press(before="from scoring.reports import press; press.IDLE = 0.05")
    press.print(job())
    gone = press._process
    gone.wait(30)

    assert press.print(job()).pdf[:5] == b"%PDF-"
    assert press._process is not gone


def test_blocked_signals_of_the_caller_do_not_lift_the_limits(press):
    signals = {signal.SIGALRM, signal.SIGXCPU}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        with pytest.raises(PrinterGaveUp) as stopped:
            press.print(job(ENDLESS, seconds=1))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    assert stopped.value.reason == Reason.TIME


def test_the_press_leaves_with_the_process_that_started_it():
    programme = """
import os, signal
from scoring.reports.job import Job
from scoring.reports.press import PRESS
PRESS.print(Job(html="<html lang=es><title>x</title>x", identifier="x", seconds=9, megabytes=900))
print(PRESS._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    told = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", programme], capture_output=True, text=True, check=False
    )
    press = Path("/proc") / told.stdout.strip()

    assert told.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 30
    while press.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not press.exists()


def test_a_machine_without_pango_says_so(no_pango):
    with pytest.raises(PrinterMissing):
        no_pango.print(job())


def test_a_press_that_cannot_start_says_so():
    broken = Press((sys.executable, "-c", "raise SystemExit(1)"))

    with pytest.raises(PrinterGaveUp) as stopped:
        broken.print(job())

    assert stopped.value.reason == Reason.CRASH
