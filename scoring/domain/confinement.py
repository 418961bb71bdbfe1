"""What a process gives up before it touches what strangers wrote. Knows no Django.

It is for children that live for seconds: what they lose here does not come back.
"""

import resource
import sys

MEGABYTE = 1024 * 1024
REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def confine(*, memory: int, seconds: int, file: int = 0) -> None:
    """No more address space than `memory`, no more processor time than `seconds`, no file that is
    longer than `file`, no network and no other programme, from here on."""
    for what, most, at_last in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),  # SIGXCPU, then SIGKILL
        (resource.RLIMIT_FSIZE, file, file),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (most, at_last))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: object) -> None:
    if event.startswith(REFUSED):
        raise PermissionError(event)
