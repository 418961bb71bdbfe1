"""People who save ratings through the page's own address, and what became of what they saved."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from .installation import Window

CHECKS = ["6.2", "6.3", "6.4"]
VERSION = {  # of the card that was saved, and of the button that keeps mine
    200: re.compile(r'<input [^>]*name="norte-[\d-]+-version" value="(\d+)"'),
    409: re.compile(r'<button [^>]*name="norte-[\d-]+-version" value="(\d+)"'),
}


@dataclass
class Saved:
    """What one window was told."""

    acknowledged: list[str] = field(default_factory=list)  # the notes of the saves that went well
    statuses: Counter[int] = field(default_factory=Counter)

    def __add__(self, other: "Saved") -> "Saved":
        both = self.acknowledged + other.acknowledged
        return Saved(both, self.statuses + other.statuses)


class Typist:
    """One window that saves notes into a few cells, again and again.

    Another window of the same person does the same: after a 409 it saves over what the answer
    shows, as the button on the page would.
    """

    def __init__(self, window: Window, name: str) -> None:
        self.window, self.name = window, name
        self.versions = dict.fromkeys(CHECKS, "0")
        self.saved = Saved()

    def save_all(self, turns: int) -> None:
        with closing(self.window):
            for turn in range(turns):
                self.save(turn)

    def save(self, turn: int) -> None:
        check, note = CHECKS[turn % len(CHECKS)], f"{self.name}.{turn}"
        while True:
            status, answer = self._post(check, note)
            self.saved.statuses[status] += 1
            if status in VERSION:
                [self.versions[check]] = VERSION[status].findall(answer)
            if status == 200:
                self.saved.acknowledged.append(note)
            if status != 409:
                return

    def _post(self, check: str, note: str) -> tuple[int, str]:
        cell = f"norte-{check.replace('.', '-')}"
        fields = {
            f"{cell}-answer": "50",
            f"{cell}-evidence": "1",
            f"{cell}-note": note,
            f"{cell}-version": self.versions[check],
        }
        path = f"/evaluations/load/score/norte/check/{check}/"
        return self.window.post(path, person=self.window.person["person"], **fields)


def lost(acknowledged: Iterable[str], recorded: Sequence[str]) -> list[str]:
    """The notes that were acknowledged and are not in the ledger exactly once."""
    times = Counter(recorded)
    return [note for note in acknowledged if times[note] != 1]
