"""What the ledger tells that each row says by now.

The entries are followed one after the other, without a look at the rows. Evidence has no name on
record: it is known by what it says, and is there as often as it was told.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.enums import TRANSITIONS, Action, EvidenceLevel, Role, State
from scoring.models import LedgerEntry, User

from .rows import Facts, Key, evidence_key


@dataclass(frozen=True, slots=True)
class Told:
    """What the entries say that a row says, and which of them said it last."""

    number: int
    facts: Facts


SETUP = (
    *("title", "rubric", "tier", "profile", "weights", "reference_budget", "left_out", "method"),
    *("reason_for_gates", "reason_for_extremes"),
)
UNSAID: Facts = {
    "value": None,
    "measurement": None,
    "abstained": False,
    "evidence": int(EvidenceLevel.CLAIM),
    "note": "",
}


class People:
    """Names as they are today; the record keeps those of its day, the house's tells of changes."""

    def __init__(self, names: Mapping[int, str], changes: list[tuple[int, str, str]]) -> None:
        self._names, self._changes = names, changes

    @classmethod
    def of(cls, chain: Iterable[LedgerEntry]) -> "People":
        actors = {entry.actor_id for entry in chain}
        names = User.objects.filter(pk__in=actors).values_list("pk", "username")
        changed = LedgerEntry.objects.filter(evaluation_id=None, action=Action.PERSON_CHANGED)
        rows = changed.order_by("pk").values_list("pk", "old", "new")
        said = [(pk, old or {}, new or {}) for pk, old, new in rows]
        renamed = [(pk, a["username"], b["username"]) for pk, a, b in said if "username" in a]
        return cls(dict(names), renamed)

    def actor(self, entry: LedgerEntry) -> str:
        return self._names.get(entry.actor_id, entry.actor)

    def named(self, username: str, entry: LedgerEntry) -> str:
        """What the person is called now whom an entry calls so."""
        for pk, old, new in self._changes:
            if pk > entry.pk and old == username:
                username = new
        return username


class Replay:
    """The rows as the entries tell of them."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._rows: dict[Key, Told] = {}
        self._evidence: list[tuple[str, str, Told]] = []  # candidate, person, what it says

    def follow(self, entry: LedgerEntry) -> None:
        """Take in one entry; of an action that touches none of these rows, nothing."""
        tell = TELL.get(entry.action)
        if tell:
            tell(self, entry)

    def told(self) -> dict[Key, Told]:
        items = [
            (evidence_key(candidate, person, told.facts), Told(told.number, {}))
            for candidate, person, told in self._evidence
        ]
        return self._rows | numbered(items)

    def created(self, entry: LedgerEntry) -> None:
        owner = self._people.actor(entry)
        self._put(
            entry,
            ("evaluation",),
            **_setup(entry),
            state=State.DRAFT,
            frozen_fingerprint="",
            leaders=[],
            created_by=owner,
            created_at=entry.at,
            opened_at=None,
            closed_at=None,
        )
        self._put(entry, ("seat", owner), role=Role.OWNER, competencies=[])

    def revised(self, entry: LedgerEntry) -> None:
        self._change(entry, ("evaluation",), **_setup(entry))

    def opened(self, entry: LedgerEntry) -> None:
        self._freeze(entry)
        self._change(entry, ("evaluation",), opened_at=entry.at)
        self._step(entry)

    def withdrawn(self, entry: LedgerEntry) -> None:
        self._forget(lambda key: key[0] == "freeze")
        self._change(entry, ("evaluation",), opened_at=None, frozen_fingerprint="")
        self._step(entry)

    def refrozen(self, entry: LedgerEntry) -> None:
        self._freeze(entry)
        self._change(entry, ("evaluation",), **_setup(entry))

    def moderated(self, entry: LedgerEntry) -> None:
        self._step(entry)

    def closed(self, entry: LedgerEntry) -> None:
        leaders = _new(entry)["leaders"]
        self._change(entry, ("evaluation",), closed_at=entry.at, leaders=leaders)
        self._step(entry)

    def reopened(self, entry: LedgerEntry) -> None:
        self._change(entry, ("evaluation",), closed_at=None, leaders=[])
        self._step(entry)

    def decided(self, entry: LedgerEntry) -> None:
        names = ("candidate", "signature", "frozen_fingerprint", "inputs_digest")
        said = {name: _new(entry)[name] for name in names}
        head = f"{entry.number - 1}:{entry.previous}"
        self._put(entry, ("decision",), **said, **self._why(entry), head=head)
        self._step(entry)

    def candidate_said(self, entry: LedgerEntry) -> None:
        said = {name: _new(entry)[name] for name in ("name", "note")}
        self._put(entry, ("candidate", entry.candidate_code), **said)

    def candidate_removed(self, entry: LedgerEntry) -> None:
        """What hangs on the candidate goes with it."""
        self._forget(lambda key: key[1:2] == (entry.candidate_code,) and key[0] != "seat")

    def seat_granted(self, entry: LedgerEntry) -> None:
        self._put(entry, self._seat(entry), role=_new(entry)["role"], competencies=[])

    def seat_revoked(self, entry: LedgerEntry) -> None:
        seat = self._seat(entry)
        self._forget(lambda key: key == seat or (key[0], key[-1]) == ("declaration", seat[1]))

    def seat_assigned(self, entry: LedgerEntry) -> None:
        self._change(entry, self._seat(entry), competencies=_new(entry)["competencies"])

    def interest_declared(self, entry: LedgerEntry) -> None:
        username = entry.subject.removesuffix(f" {entry.candidate_code}")
        person = self._people.named(username, entry)
        said = {name: _new(entry)[name] for name in ("recused", "statement")}
        self._put(entry, ("declaration", entry.candidate_code, person), **said, at=entry.at)

    def assessment_saved(self, entry: LedgerEntry) -> None:
        person = self._people.actor(entry)
        key = ("assessment", entry.candidate_code, entry.check_code, person)
        said = UNSAID | _new(entry)
        self._put(entry, key, **_numbers(said), version=self._version(key) + 1, at=entry.at)

    def evidence_attached(self, entry: LedgerEntry) -> None:
        person = self._people.actor(entry)
        self._evidence.append((entry.candidate_code, person, Told(entry.number, _new(entry))))

    def evidence_revised(self, entry: LedgerEntry) -> None:
        at = self._place_of(entry)
        candidate, person, _told = self._evidence[at]
        self._evidence[at] = candidate, person, Told(entry.number, _new(entry))

    def evidence_removed(self, entry: LedgerEntry) -> None:
        del self._evidence[self._place_of(entry)]

    def consensus_settled(self, entry: LedgerEntry) -> None:
        key = ("consensus", entry.candidate_code, entry.check_code)
        said = _numbers({name: _new(entry)[name] for name in ("value", "measurement", "evidence")})
        self._put(entry, key, **said, **self._why(entry), version=self._version(key) + 1)

    def consensus_withdrawn(self, entry: LedgerEntry) -> None:
        del self._rows["consensus", entry.candidate_code, entry.check_code]

    def waived(self, entry: LedgerEntry) -> None:
        key = ("waiver", entry.candidate_code, _new(entry)["kind"], _new(entry)["code"])
        self._put(entry, key, **self._why(entry))

    def waiver_withdrawn(self, entry: LedgerEntry) -> None:
        del self._rows[
            "waiver", entry.candidate_code, _facts(entry.old)["kind"], _facts(entry.old)["code"]
        ]

    def _put(self, entry: LedgerEntry, key: Key, **facts: Any) -> None:
        self._rows[key] = Told(entry.number, facts)

    def _change(self, entry: LedgerEntry, key: Key, **facts: Any) -> None:
        self._put(entry, key, **self._rows[key].facts | facts)

    def _forget(self, goes: Callable[[Key], bool]) -> None:
        self._rows = {key: told for key, told in self._rows.items() if not goes(key)}

    def _step(self, entry: LedgerEntry) -> None:
        self._change(entry, ("evaluation",), state=TRANSITIONS[Action(entry.action)].target)

    def _freeze(self, entry: LedgerEntry) -> None:
        fingerprint = _new(entry)["frozen_fingerprint"]
        number = sum(key[0] == "freeze" for key in self._rows) + 1
        self._put(entry, ("freeze", str(number)), fingerprint=fingerprint, **self._why(entry))
        self._change(entry, ("evaluation",), frozen_fingerprint=fingerprint)

    def _why(self, entry: LedgerEntry) -> Facts:
        return {"reason": entry.reason, "by": self._people.actor(entry), "at": entry.at}

    def _seat(self, entry: LedgerEntry) -> Key:
        return "seat", self._people.named(entry.subject, entry)

    def _version(self, key: Key) -> int:
        return int(self._rows[key].facts["version"]) if key in self._rows else 0

    def _place_of(self, entry: LedgerEntry) -> int:
        """Where the evidence stands of which the entry says what it was before."""
        for at, (candidate, _person, told) in enumerate(self._evidence):
            if (candidate, told.facts) == (entry.candidate_code, entry.old):
                return at
        raise LookupError(entry.old)


TELL: dict[str, Callable[[Replay, LedgerEntry], None]] = {
    Action.EVALUATION_CREATED: Replay.created,
    Action.EVALUATION_REVISED: Replay.revised,
    Action.EVALUATION_OPENED: Replay.opened,
    Action.EVALUATION_WITHDRAWN: Replay.withdrawn,
    Action.EVALUATION_REFROZEN: Replay.refrozen,
    Action.EVALUATION_MODERATED: Replay.moderated,
    Action.EVALUATION_CLOSED: Replay.closed,
    Action.EVALUATION_REOPENED: Replay.reopened,
    Action.EVALUATION_DECIDED: Replay.decided,
    Action.CANDIDATE_ADDED: Replay.candidate_said,
    Action.CANDIDATE_REVISED: Replay.candidate_said,
    Action.CANDIDATE_REMOVED: Replay.candidate_removed,
    Action.SEAT_GRANTED: Replay.seat_granted,
    Action.SEAT_REVOKED: Replay.seat_revoked,
    Action.SEAT_ASSIGNED: Replay.seat_assigned,
    Action.INTEREST_DECLARED: Replay.interest_declared,
    Action.ASSESSMENT_SAVED: Replay.assessment_saved,
    Action.EVIDENCE_ATTACHED: Replay.evidence_attached,
    Action.EVIDENCE_REVISED: Replay.evidence_revised,
    Action.EVIDENCE_REMOVED: Replay.evidence_removed,
    Action.CONSENSUS_SETTLED: Replay.consensus_settled,
    Action.CONSENSUS_WITHDRAWN: Replay.consensus_withdrawn,
    Action.GATE_WAIVED: Replay.waived,
    Action.WAIVER_WITHDRAWN: Replay.waiver_withdrawn,
}


def numbered[Said](rows: Iterable[tuple[Key, Said]]) -> dict[Key, Said]:
    """Rows that say the same are told apart by a number behind their key."""
    seen: Counter[Key] = Counter()
    found = {}
    for key, said in rows:
        seen[key] += 1
        found[(*key, str(seen[key])) if seen[key] > 1 else key] = said
    return found


def _new(entry: LedgerEntry) -> Facts:
    return _facts(entry.new)


def _facts(said: Any) -> Facts:
    """An entry that was tampered with may hold anything."""
    if isinstance(said, dict | None):
        return said or {}
    raise TypeError(said)


def _setup(entry: LedgerEntry) -> Facts:
    said = {name: _new(entry)[name] for name in SETUP}
    weights = {code: Decimal(weight) for code, weight in said["weights"].items()}
    budget = said["reference_budget"]
    return said | {
        "weights": weights,
        "reference_budget": None if budget is None else Decimal(budget),
    }


def _numbers(said: Facts) -> Facts:
    measurement = said["measurement"]
    return said | {"measurement": None if measurement is None else Decimal(measurement)}
