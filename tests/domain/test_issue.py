"""Reports are made once, one at a time for each person, and never lost to a killed server."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from scoring.domain import candidate, issue
from scoring.domain.edition import SHORT, Edition
from scoring.domain.ledger import head_of
from scoring.domain.report import Dossier
from scoring.enums import ReportFailure, ReportSection, ReportState, State
from scoring.models import Evaluation, Report, User
from tests.conftest import Cast

SPANISH, FRENCH, ENGLISH = (Edition(language=one) for one in ("es", "fr", "en"))
SECOND = timedelta(seconds=1)


@dataclass
class Press:
    """A maker that writes down what it made, and what it makes fails if it is told to."""

    editions: list[str] = field(default_factory=list)
    trouble: Exception | None = None

    def __call__(self, dossier: Dossier, *, edition: Edition, at: datetime, by: User) -> bytes:
        self.editions.append(edition.language)
        if self.trouble:
            raise self.trouble
        return f"%PDF {dossier.evaluation} {edition.language} {at} {by}".encode()


@pytest.fixture
def press() -> Press:
    return Press()


@pytest.fixture
def evaluation(make_evaluation: Callable[..., Evaluation]) -> Evaluation:
    return make_evaluation(State.OPEN, alone=True)


@pytest.fixture
def ask(evaluation: Evaluation, cast: Cast, at: datetime) -> Callable[..., Report]:
    """Asks for a report of the evaluation, as its owner unless somebody else is named."""

    def call(edition: Edition = SPANISH, by: User = cast.owner, at: datetime = at) -> Report:
        return issue.ask(evaluation=evaluation, edition=edition, by=by, at=at)

    return call


@pytest.fixture
def work(press: Press, at: datetime) -> Callable[..., None]:
    """A worker comes, makes what waits, and goes."""

    def call(at: datetime = at, make: issue.Maker = press) -> None:
        issue.make_waiting(make=make, clock=lambda: at)

    return call


def files() -> list[Path]:
    return list((settings.MEDIA_ROOT / "reports").iterdir())


@pytest.fixture(autouse=True)
def empty_shelf() -> None:
    (settings.MEDIA_ROOT / "reports").mkdir(parents=True, exist_ok=True)
    for file in files():
        file.unlink()


def state_of(report: Report) -> tuple[str, str]:
    report.refresh_from_db()
    return report.state, report.failure


# The same document is made once


def test_what_was_asked_for_twice_is_made_once(ask, work, press, cast, at) -> None:
    first = ask()
    work()

    again = ask(by=cast.admin, at=at + SECOND)
    work()

    assert again.pk == first.pk
    assert press.editions == ["es"]
    assert issue.content_of(again) == f"%PDF Correo de la empresa es {at} Owner".encode()


def test_who_asks_while_it_is_being_made_waits_for_the_same(ask, cast, at) -> None:
    first = ask()
    waiting = ask(by=cast.admin)
    issue.claim(at=at)

    assert ask(by=cast.admin).pk == waiting.pk == first.pk
    assert Report.objects.count() == 1


def test_a_report_is_kept_with_all_that_names_it(ask, work, evaluation, cast, at) -> None:
    report = ask(replace(FRENCH, sections=SHORT, anonymous=True))

    work(at=at + SECOND)

    report.refresh_from_db()
    content, head = issue.content_of(report), head_of(evaluation)
    assert (report.state, report.made_at, report.lease) == ("done", at + SECOND, None)
    assert report.sections == sorted(SHORT)
    assert (report.size, report.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (report.ledger_number, report.ledger_digest) == (head.number, head.digest)
    assert report.frozen_fingerprint == evaluation.frozen_fingerprint
    assert len(report.inputs_digest) == 64
    assert report.filename == f"correo-de-la-empresa-{report.inputs_digest[:8]}-fr.pdf"
    assert issue.edition_of(report) == replace(FRENCH, sections=SHORT, anonymous=True)


def test_the_file_has_a_random_name_outside_the_web_root(ask, work) -> None:
    report = ask()
    work()

    report.refresh_from_db()
    [file] = files()
    assert report.file.name == f"reports/{file.name}"
    assert len(file.name) == 32
    assert settings.STATIC_ROOT not in file.parents


@pytest.mark.parametrize(
    "other",
    [
        FRENCH,
        replace(SPANISH, sections=SHORT),
        replace(SPANISH, sections=frozenset()),
        replace(SPANISH, anonymous=True),
        replace(SPANISH, candidate="integrador-a"),
    ],
)
def test_another_edition_is_another_document(ask, other: Edition) -> None:
    assert ask(other).key != ask().key


def test_the_order_of_the_sections_makes_no_other_document(ask) -> None:
    sections = [ReportSection.GATES, ReportSection.METHOD]
    one, other = (
        replace(SPANISH, sections=frozenset(order)) for order in (sections, sections[::-1])
    )

    assert ask(one).pk == ask(other).pk


def test_whatever_goes_on_record_makes_another_document(ask, evaluation, cast, at) -> None:
    before = ask()

    candidate.add(evaluation=evaluation, name="Otra", by=cast.owner, at=at)

    assert ask().key != before.key


def test_a_new_name_of_somebody_in_it_makes_another_document(ask, cast) -> None:
    before = ask()

    User.objects.filter(pk=cast.stranger.pk).update(first_name="Nadie")
    assert ask().key == before.key

    User.objects.filter(pk=cast.owner.pk).update(first_name="Elena")
    assert ask().key != before.key


def test_while_it_is_open_proof_may_expire_overnight(ask, monkeypatch) -> None:
    before = ask()

    monkeypatch.setattr(timezone, "localdate", lambda value=None: date(2030, 1, 1))

    assert ask().key != before.key


def test_making_a_report_leaves_nothing_in_the_ledger(ask, work, evaluation) -> None:
    before = head_of(evaluation)

    ask()
    work()

    assert head_of(evaluation) == before


# One at a time for each person


def test_a_person_has_one_report_made_at_a_time(ask, cast, at) -> None:
    mine, next_of_mine = ask(SPANISH), ask(FRENCH, at=at + SECOND)
    anothers = ask(ENGLISH, by=cast.admin, at=at + 2 * SECOND)

    taken = [issue.claim(at=at) for _worker in range(3)]

    assert taken == [mine, anothers, None]
    assert state_of(next_of_mine) == ("queued", "")


def test_what_waited_is_made_by_itself_in_the_order_in_which_it_was_asked_for(
    ask, work, press, at
) -> None:
    for seconds, edition in enumerate([FRENCH, SPANISH, ENGLISH]):
        ask(edition, at=at + seconds * SECOND)

    work()

    assert press.editions == ["fr", "es", "en"]
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.DONE}


# A worker is killed


def test_while_it_is_held_nobody_else_takes_it(ask, at) -> None:
    report = ask()
    issue.claim(at=at)

    assert issue.claim(at=at + issue.LEASE - SECOND) is None
    assert issue.claim(at=at + issue.LEASE) == report


def test_what_a_killed_worker_left_is_made_by_the_next(ask, work, press, at) -> None:
    report, next_one = ask(), ask(FRENCH)
    issue.claim(at=at)

    work(at=at + issue.LEASE)

    assert press.editions == ["es", "fr"]
    assert (state_of(report), state_of(next_one)) == (("done", ""), ("done", ""))


def test_who_comes_too_late_keeps_nothing(ask, work, press, at) -> None:
    report = ask()

    def slow(dossier: Dossier, **how: object) -> bytes:
        work(at=at + issue.LEASE)  # another one takes over, and is done first
        return b"%PDF too late"

    work(make=slow)

    report.refresh_from_db()
    assert issue.content_of(report).startswith(b"%PDF Correo")
    assert len(files()) == 1


def test_who_fails_too_late_spoils_nothing(ask, work, at) -> None:
    report = ask()

    def slow(dossier: Dossier, **how: object) -> bytes:
        work(at=at + issue.LEASE)
        raise RuntimeError

    work(make=slow)

    assert state_of(report) == ("done", "")


def test_a_report_that_stops_its_server_each_time_is_given_up(ask, work, press, at) -> None:
    report, next_one = ask(), ask(FRENCH)
    for attempt in range(issue.MOST_ATTEMPTS):
        assert issue.claim(at=at + attempt * issue.LEASE) == report

    work(at=at + issue.MOST_ATTEMPTS * issue.LEASE)

    assert state_of(report) == ("failed", ReportFailure.INTERRUPTED)
    assert state_of(next_one) == ("done", "")


def test_who_asks_for_what_was_left_behind_puts_it_back_as_it_was(ask, cast, at) -> None:
    report = ask()
    issue.claim(at=at)

    again = ask(by=cast.admin, at=at + issue.LEASE)

    assert again.pk == report.pk
    assert (again.state, again.lease, again.attempts) == ("queued", None, 1)
    assert again.asked_by == cast.owner


# It cannot be made


class OverLimits(issue.NotMade):
    failure = ReportFailure.LIMIT


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (OverLimits(), ReportFailure.LIMIT),
        (issue.NotMade(), ReportFailure.BROKEN),
        (ValueError("layout"), ReportFailure.BROKEN),
        (MemoryError(), ReportFailure.BROKEN),
    ],
)
def test_what_cannot_be_made_says_why_and_stops_nobody(
    ask, work, press, at, trouble: Exception, told: ReportFailure
) -> None:
    report, next_one = ask(), ask(FRENCH)
    press.trouble = trouble

    work()

    assert (state_of(report), state_of(next_one)) == (("failed", told), ("failed", told))
    assert press.editions == ["es", "fr"]
    assert files() == []


def test_what_failed_is_made_for_who_asks_again(ask, work, press, cast, at) -> None:
    press.trouble = ValueError("layout")
    report = ask()
    work()
    press.trouble = None

    again = ask(by=cast.admin, at=at + SECOND)
    work()

    assert again.pk == report.pk
    assert state_of(report) == ("done", "")
    assert report.asked_by == cast.admin


def test_what_changed_while_it_waited_is_not_made_of_something_else(
    ask, work, press, evaluation, cast, at
) -> None:
    report = ask()
    candidate.add(evaluation=evaluation, name="Otra", by=cast.owner, at=at)

    work()

    assert state_of(report) == ("failed", ReportFailure.CHANGED)
    assert press.editions == []


def test_of_nobody_there_is_no_report(ask, work, press, evaluation, cast, at) -> None:
    report = ask()
    candidate.remove(candidate=evaluation.candidates.get(), by=cast.owner, at=at)

    work()

    assert state_of(report) == ("failed", ReportFailure.EMPTY)
    assert press.editions == []


# The disk loses it


@pytest.mark.parametrize("lose", [Path.unlink, lambda file: file.write_bytes(b"%PDF another")])
def test_what_the_disk_lost_is_not_handed_out_and_is_made_anew(
    ask, work, press, lose: Callable[[Path], object]
) -> None:
    report = ask()
    work()
    [file] = files()
    lose(file)
    report.refresh_from_db()

    with pytest.raises(issue.Damaged):
        issue.content_of(report)
    assert ask().state == ReportState.QUEUED
    work()

    report.refresh_from_db()
    assert issue.content_of(report).startswith(b"%PDF Correo")
    assert press.editions == ["es", "es"]
