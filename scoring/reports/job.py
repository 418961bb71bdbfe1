"""What the press is given to print. Knows no Django: it travels to a process that has none."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file inside the PDF. `relationship` is what it is to the pages: Source, Data, …"""

    name: str
    text: str
    description: str
    relationship: str
    at: str  # ISO 8601, in UTC: when it was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One PDF, and what it may cost."""

    html: str
    identifier: str
    enclosures: tuple[Enclosure, ...] = ()
    seconds: int  # of processor time
    megabytes: int

    def packed(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        given = json.loads(packed)
        enclosures = tuple(Enclosure(**one) for one in given.pop("enclosures"))
        return cls(**given, enclosures=enclosures)
