"""The press: a process that has WeasyPrint at hand, and prints each job in a child of its own.

People's text meets a layout engine here. Whatever that does (a loop, a gigabyte, a crash) happens
to a child with no environment, no network and little time and memory, never to a process that
serves pages. Importing WeasyPrint takes longer than a short report: the press does it once.

As a programme (`python -m scoring.reports.press SOCKET`) it is the press. It is handed a socket for
each job, and leaves when nobody is there any more to hand it one, or has not for a while.
"""

import atexit
import logging
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import traceback
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from scoring.domain.confinement import MEGABYTE, confine

from .job import Job

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-E", "-s", "-B", "-m", "scoring.reports.press")
START = 60  # seconds that the import may take on a busy machine
IDLE = 600  # seconds without a job after which the press leaves
CLOCK = 2  # seconds on the clock for one of the processor: the machine may be busy
GRACE = 10  # seconds after that in which the end of a job must have been told
LARGEST_FILE = 4 * MEGABYTE  # the font, which WeasyPrint lays down for Pango to find

READY, NEXT = b"!", b">"
MISSING, NO_MEMORY = 3, 4  # how the press, and a child of it, end on purpose
FULL = 0.5  # of its memory: who falls over with more in use wanted for some
END = struct.Struct("<idII")  # behind the PDF: wait status, processor seconds, kilobytes, at first


class PrinterMissing(Exception):
    """WeasyPrint cannot be loaded: this machine has no Pango, and makes no PDF."""


class Reason(StrEnum):
    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


class PrinterGaveUp(Exception):
    """A job was stopped, at a limit or because the layout fell over. Nothing is left of it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and what it took."""

    pdf: bytes
    seconds: float  # of processor time
    megabytes: float  # at most, the press's own included


class Press:
    """The process, started when it is first needed, and what this process has to say to it.

    For all threads: jobs wait for each other only until they are handed over.
    """

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def print(self, job: Job) -> Printed:
        """The PDF; PrinterMissing, or PrinterGaveUp with the reason."""
        told = self._told(job) or self._told(job)  # nothing: it left before it began
        if len(told) < END.size:
            raise PrinterGaveUp(Reason.CRASH)
        status, seconds, most, own = END.unpack(told[-END.size :])
        wanting = most - own > FULL * (job.megabytes * 1024 - own)
        if reason := _reason(os.waitstatus_to_exitcode(status), wanting=wanting):
            raise PrinterGaveUp(reason)
        logger.info("A report took %.1f s and %d MB.", seconds, most // 1024)
        return Printed(told[: -END.size], seconds, most / 1024)

    def close(self) -> None:
        """Let the press go."""
        with self._lock:
            self._part()

    def _told(self, job: Job) -> bytes:
        """What comes back of a job: the PDF and its end, or nothing at all from a dead press."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._hand_over(theirs)
            ours.settimeout(CLOCK * job.seconds + GRACE)
            try:
                _send(ours, job.packed())
                return _received(ours)
            except TimeoutError:
                raise PrinterGaveUp(Reason.TIME) from None

    def _hand_over(self, end: socket.socket) -> None:
        with self._lock:
            try:
                socket.send_fds(self._present(), [NEXT], [end.fileno()])
            except OSError:  # it left meanwhile
                self._part()
                socket.send_fds(self._present(), [NEXT], [end.fileno()])

    def _present(self) -> socket.socket:
        """Where jobs go in."""
        if self._control is None or self._process is None or self._process.poll() is not None:
            self._part()
            self._control = self._start()
        return self._control

    def _start(self) -> socket.socket:
        control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own module
                [*self._command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                env={"TMPDIR": tempfile.gettempdir()},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C in the terminal is not for it
            )
        control.settimeout(START)
        try:
            if control.recv(1) == READY:
                return control
            missing = self._process.wait() == MISSING
        except TimeoutError:
            missing = False
        control.close()
        raise PrinterMissing if missing else PrinterGaveUp(Reason.CRASH)

    def _part(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()  # what it is printing is not its own process
            self._process.wait()
        self._control = self._process = None


PRESS = Press()
atexit.register(PRESS.close)


def _reason(code: int, *, wanting: bool) -> Reason | None:
    """Why a child ended as it did; None where it ended well.

    C libraries that get no memory abort, or follow a null pointer: `wanting` tells the second from
    other mistakes.
    """
    if code in (-signal.SIGALRM, -signal.SIGXCPU):
        return Reason.TIME
    if code in (NO_MEMORY, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP):
        return Reason.MEMORY
    if code:
        return Reason.MEMORY if wanting else Reason.CRASH
    return None


def _send(end: socket.socket, content: bytes) -> None:
    """All of it; who has stopped listening says why by itself."""
    with suppress(BrokenPipeError, ConnectionResetError):
        end.sendall(content)
        end.shutdown(socket.SHUT_WR)


def _received(end: socket.socket) -> bytes:
    parts = []
    with suppress(ConnectionResetError):  # the other side has not read all; what it said is here
        while part := end.recv(MEGABYTE):
            parts.append(part)
    return b"".join(parts)


def main(descriptor: int) -> None:
    """The press itself. Between it and each child stands one that tells how the child ended."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())  # a server's threads may have blocked some
    control = socket.socket(fileno=descriptor)
    try:
        from . import printer  # noqa: F401  at hand for every child
    except (ImportError, OSError):
        sys.exit(MISSING)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control.sendall(READY)
    control.settimeout(IDLE)
    while (job := _next(control)) is not None:
        with job:
            if not os.fork():
                control.close()
                _oversee(job)
                os._exit(0)


def _next(control: socket.socket) -> socket.socket | None:
    try:
        _said, descriptors, *_rest = socket.recv_fds(control, 1, 1)
    except TimeoutError:
        return None
    return socket.socket(fileno=descriptors[0]) if descriptors else None


def _oversee(job: socket.socket) -> None:
    """Print in a child, tell how that ended, and take away what it left."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory(prefix="report-") as tempfile.tempdir:
        child = os.fork()
        if not child:
            _print(job)
        _child, status, usage = os.wait4(child, 0)
    job.shutdown(socket.SHUT_RD)
    seconds = usage.ru_utime + usage.ru_stime
    job.sendall(END.pack(status, seconds, usage.ru_maxrss, own))


def _print(end: socket.socket) -> NoReturn:
    """The limits are the kernel's: they hold in a loop of C, and when nobody watches."""
    from .printer import print_pdf

    try:
        job = Job.unpacked(_received(end))
        confine(memory=job.megabytes * MEGABYTE, seconds=job.seconds, file=LARGEST_FILE)
        signal.setitimer(signal.ITIMER_REAL, CLOCK * job.seconds)
        identifier = job.identifier.encode()
        end.sendall(print_pdf(job.html, identifier=identifier, enclosures=job.enclosures))
    except MemoryError:
        os._exit(NO_MEMORY)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
