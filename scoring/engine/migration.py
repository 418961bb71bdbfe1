"""K7: how long mail takes to move, in or out. GB, GB per hour, days.

    rate = s q e        days = GB / (rate h)        last pass = c / rate
    s ≤ min(4 RAM, 10 cores, Mbps / 3)

s parallel sessions of q GB/h each, e the share of it that is left in practice, h hours a day in
which one may copy, c GB that change in a day. Source: the capacity notes of imapsync, where one
session moves about 3 Mbps, 3 × 3600 / 8000 = 1.35 GB/h; for an exit, the 30 days of transition
of the EU Data Act are the measure.
"""

from dataclasses import dataclass
from math import floor

from scoring.engine.validation import (
    SMALLEST,
    ProblemError,
    check_integer,
    check_number,
    check_positive,
)

SESSION_RATE = 1.35  # GB per hour
SESSIONS_PER_GB = 4  # of memory
SESSIONS_PER_CORE = 10
MBPS_PER_SESSION = 3
MOST_SESSIONS = 100_000


@dataclass(frozen=True, slots=True)
class Machine:
    """What the copying runs on."""

    memory: float  # GB
    cores: int
    bandwidth: float  # Mbps

    def __post_init__(self) -> None:
        check_positive("memory", self.memory)
        check_integer("cores", self.cores, 1, MOST_SESSIONS)
        check_positive("bandwidth", self.bandwidth)

    @property
    def most_sessions(self) -> int:
        """Whole sessions that it carries at once: ⌊min(4 RAM, 10 cores, Mbps / 3)⌋."""
        by_memory = SESSIONS_PER_GB * self.memory
        by_cores = SESSIONS_PER_CORE * self.cores
        return floor(min(by_memory, by_cores, self.bandwidth / MBPS_PER_SESSION))


@dataclass(frozen=True, slots=True)
class Transfer:
    """What is to be copied, and how."""

    gigabytes: float
    sessions: int
    session_rate: float = SESSION_RATE  # GB per hour, better measured than assumed
    efficiency: float = 1  # 0-1
    hours_per_day: float = 24
    daily_change: float = 0  # GB
    machine: Machine | None = None  # when known, it limits the sessions

    def __post_init__(self) -> None:
        check_number("gigabytes", self.gigabytes)
        check_integer("sessions", self.sessions, 1, MOST_SESSIONS)
        check_positive("session_rate", self.session_rate)
        check_number("efficiency", self.efficiency, SMALLEST, 1)
        check_number("hours_per_day", self.hours_per_day, SMALLEST, 24)
        check_number("daily_change", self.daily_change)
        if self.machine is not None:
            self._check_machine(self.machine)
        if self.daily_change >= self.rate * self.hours_per_day:
            raise ProblemError("daily_change", "is more than a day copies: it never catches up")

    def _check_machine(self, machine: object) -> None:
        if not isinstance(machine, Machine):
            raise ProblemError("machine", "must be a Machine")
        if self.sessions > machine.most_sessions:
            raise ProblemError("sessions", f"must not be more than {machine.most_sessions}")

    @property
    def rate(self) -> float:
        """GB per hour of all the sessions together: s q e."""
        return self.sessions * self.session_rate * self.efficiency


@dataclass(frozen=True, slots=True)
class Duration:
    rate: float  # GB per hour
    days: float  # to copy everything once
    last_pass: float  # hours to copy what changed in the last day, while nobody writes


def duration(transfer: Transfer) -> Duration:
    """How long a transfer takes, by the formulas above."""
    return Duration(
        rate=transfer.rate,
        days=transfer.gigabytes / (transfer.rate * transfer.hours_per_day),
        last_pass=transfer.daily_change / transfer.rate,
    )
