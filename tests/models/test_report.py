from datetime import UTC, datetime, timedelta

import pytest

from scoring.enums import ReportState
from scoring.models import Evaluation, Report

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("candidate", "name"),
    [("", "correo-0123abcd-fr.pdf"), ("norte", "correo-norte-0123abcd-fr.pdf")],
)
def test_a_download_is_called_after_evaluation_inputs_and_language(candidate: str, name: str):
    report = Report(
        evaluation=Evaluation(slug="correo"),
        candidate=candidate,
        inputs_digest="0123abcd" * 8,
        language="fr",
    )

    assert report.filename == name


@pytest.mark.parametrize(
    ("held_for", "abandoned"), [(-MINUTE, True), (0 * MINUTE, True), (MINUTE, False)]
)
def test_who_held_it_too_long_has_left_it(held_for: timedelta, abandoned: bool):
    report = Report(state=ReportState.RENDERING, lease=NOW + held_for)

    assert report.is_abandoned(NOW) is abandoned


@pytest.mark.parametrize(
    ("state", "waited", "overdue"),
    [
        (ReportState.QUEUED, timedelta(seconds=20), False),
        (ReportState.QUEUED, timedelta(seconds=21), True),
        (ReportState.RENDERING, MINUTE, False),
        (ReportState.DONE, MINUTE, False),
    ],
)
def test_who_waited_long_in_the_queue_may_ask(state: str, waited: timedelta, overdue: bool):
    assert Report(state=state, asked_at=NOW - waited).is_overdue(NOW) is overdue


@pytest.mark.parametrize("state", ReportState)
def test_a_report_is_in_one_state(state: ReportState):
    report = Report(state=state)

    said = {"queued": report.is_queued, "rendering": report.is_rendering, "done": report.is_done}

    assert said == {one: state == one for one in said}
    assert report.is_pending is (state in (ReportState.QUEUED, ReportState.RENDERING))
