"""T4: whatever others do while people score blind, one's own pages stay the same to the byte."""

import random
import re
from collections.abc import Callable, Iterable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from scoring import permissions
from scoring.domain import assessment, declaration, evidence
from scoring.domain.upload import checked
from scoring.enums import State, Tier
from scoring.models import Assessment, Check, Evaluation, Evidence, User
from tests.conftest import Cast
from tests.security.addresses import every_address

SHORT, LONG = 15, 300
WHOLE_CRAWL_EVERY = 30  # in between, the pages that sum up and some of the others
SAMPLE = 12
TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value="|"X-CSRFToken": ?"|nonce=")[^"]*')
OTHERS = re.compile("/rubrics/")  # of no evaluation
SUMMING_UP = {
    *("evaluation_list", "evaluation_detail", "evidence_list", "evidence_file", "declaration"),
    *("score_start", "comparison", "moderation", "report"),
}

type Answer = tuple[int, tuple, bytes]
type Answers = dict[str, Answer]


@pytest.fixture
def blind(make_evaluation: Callable[..., Evaluation], settings: Any) -> Evaluation:
    """What a session remembers is in its cookie, so that each page can be read as the first one."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    return make_evaluation(State.OPEN, candidates=2, tier=Tier.EXPRESS)


class Reader:
    """A, who has rated and attached something, and reads everything that A can reach."""

    def __init__(self, evaluation: Evaluation, user: User, at: datetime) -> None:
        self.evaluation, self.client = evaluation, Client()
        self.client.force_login(user)
        self.session = copy(self.client.cookies)
        candidate, check = evaluation.candidates.first(), graded(evaluation)[0]
        said = {"candidate": candidate, "by": user, "at": at}
        assessment.rate(check=check, rating=assessment.Rating(value=60, note="Visto."), **said)
        item = evidence.Item(title="Mi acta", upload=checked(ContentFile(b"Acta", name="a.txt")))
        evidence.attach(checks=[check], item=item, **said)
        self.cell = reverse(
            "score", args=[evaluation.slug, candidate.code, check.competency.number]
        )
        found = {a: name for (name, a) in every_address(evaluation) if not OTHERS.match(a)}
        self.addresses = sorted(found)
        self.summing_up = [address for address in self.addresses if found[address] in SUMMING_UP]

    def answers(self, addresses: Iterable[str]) -> Answers:
        """What each address answers, and what the own form answers to a late and a wrong save."""
        read = {address: self._ask("get", address) for address in addresses}
        return read | {
            "late": self._ask("post", self.cell, self._form(version="0")),
            "wrong": self._ask("post", self.cell, self._form(answer="7")),
        }

    def _ask(self, method: str, *asked: Any) -> Answer:
        """Status, headers and body, but for tokens against forgery and the time of the clock."""
        self.client.cookies = copy(self.session)
        response = getattr(self.client, method)(*asked)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = sorted(item for item in response.items() if item[0] != "Expires")
        return response.status_code, tuple(headers), TOKENS.sub(rb"\1", body)

    def _form(self, *, answer: str = "20", version: str = "1") -> dict[str, str]:
        """What the page would send of the one cell that A has rated: too late, or no level."""
        candidate, check = self.evaluation.candidates.first(), graded(self.evaluation)[0]
        prefix = f"{candidate.code}-{check.code.replace('.', '-')}"
        return {f"{prefix}-answer": answer, f"{prefix}-version": version}


def graded(evaluation: Evaluation) -> list[Check]:
    checks = evaluation.checks().filter(scale__slug="graded")
    return list(checks.select_related("scale").prefetch_related("scale__levels"))


class Other:
    """B, who does one thing after the other: rates, abstains, attaches, declares, recuses."""

    def __init__(self, evaluation: Evaluation, user: User, at: datetime, seed: int) -> None:
        self.evaluation, self.user, self.at = evaluation, user, at
        self.draw = random.Random(seed)
        self.checks = graded(evaluation)
        self.done: set[str] = set()

    def act(self) -> None:
        deeds = [self.rate, self.rate, self.abstain, self.rate_many, self.declare, self.attach]
        deed = self.draw.choice([*deeds, self.revise, self.remove])
        self.at += timedelta(minutes=1)
        deed()
        self.done.add(deed.__name__)

    def rate(self) -> None:
        note = self.draw.choice(["", "Lo vimos.", "x" * 500])
        self._save({self.draw.choice(self.checks): {"value": self._level(), "note": note}})

    def abstain(self) -> None:
        self._save({self.draw.choice(self.checks): {"abstained": True}})

    def rate_many(self) -> None:
        some = self.draw.sample(self.checks, min(5, len(self.checks)))
        self._save({check: {"value": self._level(), "evidence": 3} for check in some})

    def declare(self) -> None:
        recused = self.draw.random() < 0.3
        interest = declaration.Interest(recused=recused, statement="Fui cliente.")
        seat = self.evaluation.seats.get(user=self.user)
        candidate = self.draw.choice(self.evaluation.candidates.all())
        declaration.declare(seat=seat, interests={candidate: interest}, by=self.user, at=self.at)

    def attach(self) -> None:
        number = self.draw.randrange(1000)
        seat = self.evaluation.seats.get(user=self.user)
        candidate = seat.candidates().order_by("?").first()
        if candidate is None:
            return
        evidence.attach(
            candidate=candidate,
            checks=self.draw.sample(self.checks, 2),
            item=evidence.Item(title=f"Oferta {number}", url=f"https://empresa.example/{number}"),
            by=self.user,
            at=self.at,
        )

    def revise(self) -> None:
        for kept in self._own()[:1]:
            item = evidence.Item(title="Otra", url="https://empresa.example/otra", level=2)
            by = {"by": self.user, "at": self.at}
            evidence.revise(evidence=kept, checks=self.checks[:1], item=item, **by)

    def remove(self) -> None:
        for kept in self._own()[:1]:
            evidence.remove(evidence=kept, by=self.user, at=self.at)

    def _own(self) -> list[Evidence]:
        return list(Evidence.objects.filter(added_by=self.user).order_by("?"))

    def _level(self) -> float:
        return self.draw.choice([0.0, 20.0, 60.0, 100.0])

    def _save(self, said: dict[Check, dict]) -> None:
        """Of a candidate from whom B has recused themselves nothing is taken: another one then."""
        seat = self.evaluation.seats.get(user=self.user)
        for candidate in seat.candidates().order_by("?")[:1]:
            stored = Assessment.objects.filter(candidate=candidate, assessor=self.user)
            versions = dict(stored.values_list("rubric_check", "version"))
            ratings = {
                check: assessment.Rating(**one, version=versions.get(check.pk, 0))
                for check, one in said.items()
            }
            assessment.rate_all(candidate=candidate, ratings=ratings, by=self.user, at=self.at)


def differences(reader: Reader, other: Other, count: int) -> set[str]:
    """The addresses whose answer another person's change has altered, of the first that does.

    After each change the pages that sum up and some others are read, after thirty all of them.
    """
    draw = random.Random(count)
    before = reader.answers(reader.addresses)
    for number in range(1, count + 1):
        other.act()
        every = number % WHOLE_CRAWL_EVERY == 0 or number == count
        some = [*reader.summing_up, *draw.sample(reader.addresses, SAMPLE)]
        answers = reader.answers(reader.addresses if every else some)
        if found := {place for place, answer in answers.items() if answer != before[place]}:
            return found
    return set()


@pytest.mark.parametrize(
    "count", [SHORT, pytest.param(LONG, marks=pytest.mark.long)], ids=lambda count: str(count)
)
def test_what_another_assessor_does_changes_nothing_that_one_sees(
    blind: Evaluation, cast: Cast, at: datetime, count: int
) -> None:
    reader = Reader(blind, cast.assessor, at)
    other = Other(blind, cast.second, at, seed=count)

    assert differences(reader, other, count) == set()


def test_neither_does_what_the_owner_rates(blind: Evaluation, cast: Cast, at: datetime) -> None:
    reader = Reader(blind, cast.assessor, at)

    assert differences(reader, Other(blind, cast.owner, at, seed=1), SHORT) == set()


def test_the_pages_that_are_compared_answer_in_every_way(
    blind: Evaluation, cast: Cast, at: datetime
) -> None:
    reader = Reader(blind, cast.assessor, at)

    statuses = {answer[0] for answer in reader.answers(reader.addresses).values()}

    assert {200, 302, 403, 404, 405, 409, 422} - statuses == set()


@pytest.mark.parametrize(
    ("name", "leak"),
    [
        ("can_read_evidence", lambda seat, evidence: True),
        ("can_compare", lambda seat, *, assessors: True),
        ("can_read_marks", lambda seat, *, recused: True),
    ],
)
def test_a_door_left_open_is_noticed(
    blind: Evaluation,
    cast: Cast,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    leak: Callable,
) -> None:
    monkeypatch.setattr(permissions, name, leak)
    reader = Reader(blind, cast.assessor, at)
    histories = [address for address in reader.addresses if "/history/" in address]
    reader.addresses = reader.summing_up + histories

    assert differences(reader, Other(blind, cast.second, at, seed=1), SHORT) != set()


def test_a_count_of_everybodys_ratings_is_noticed(
    blind: Evaluation, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaky(evaluation: Evaluation) -> str:
        return str(Assessment.objects.filter(candidate__evaluation=evaluation).count())

    monkeypatch.setattr(Evaluation, "get_state_display", leaky)
    reader = Reader(blind, cast.assessor, at)
    reader.addresses = reader.summing_up + reader.addresses[-SAMPLE:]

    assert differences(reader, Other(blind, cast.second, at, seed=1), 5) != set()
