import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from scoring import tasks
from scoring.domain import candidate, declaration, issue, transition
from scoring.domain.edition import SHORT
from scoring.enums import ReportFailure, ReportSection, ReportState, State
from scoring.models import Evaluation, Report
from tests.conftest import NOBODY_COMES, end
from tests.reports.factory import score

HTMX = {"HX-Request": "true"}
ASKED = {"language": "fr", "content": "short", "people": "names"}


@pytest.fixture
def scored(make_evaluation, cast, at) -> Evaluation:
    """One candidate, scored by the owner; still open, and two assessors are at it."""
    made = make_evaluation(State.OPEN)
    score(made.candidates.get(), by=cast.owner, at=at)
    return made


@pytest.fixture
def done(scored, cast, at) -> Evaluation:
    end(evaluation=scored, by=cast.owner, at=at)
    return scored


@pytest.fixture
def quick(monkeypatch) -> list[str]:
    """Reports are printed at once, as few bytes; the languages in which it was done."""
    printed: list[str] = []

    def make(dossier, *, edition, at, by) -> bytes:
        printed.append(edition.language)
        return f"%PDF-1.7 {edition} {by}".encode()

    monkeypatch.setattr(tasks, "make_report", make)
    return printed


def page(evaluation: Evaluation) -> str:
    return reverse("report", args=[evaluation.slug])


def letters(evaluation: Evaluation) -> str:
    return reverse("report_letter", args=[evaluation.slug])


def of(report: Report, name: str = "status") -> str:
    return reverse(f"report_{name}", args=[report.evaluation.slug, report.uuid])


def ask(client, evaluation: Evaluation, **changes: object) -> Report:
    answer = client.post(page(evaluation), {**ASKED, **changes})
    assert answer.status_code == 302
    return Report.objects.get(uuid=answer["Location"].split("/")[-2])


def write_to(client, evaluation: Evaluation) -> Report:
    """Ask for the letter to its candidate."""
    code = evaluation.candidates.get().code
    answer = client.post(letters(evaluation), {"language": "fr", "candidate": code})
    assert answer.status_code == 302
    return Report.objects.get(candidate=code)


def stage(html: str) -> str:
    [found] = re.findall(r'data-stage="(\w+)"', html)
    return found


# The door


@pytest.mark.parametrize("person", ["owner", "assessor", "procurement"])
def test_in_the_blind_phase_there_is_no_report(client, cast, scored, at, person):
    kept = issue.ask(evaluation=scored, edition=issue.Edition(language="es"), by=cast.owner, at=at)
    client.force_login(getattr(cast, person))

    assert client.get(page(scored)).status_code == 403
    assert client.post(page(scored), ASKED).status_code == 403
    assert client.post(letters(scored), ASKED).status_code == 403
    assert client.get(of(kept)).status_code == 403
    assert client.get(of(kept, "file")).status_code == 403
    assert client.post(of(kept, "again")).status_code == 403


@pytest.mark.parametrize("person", ["stranger", "admin"])
def test_for_who_has_no_seat_there_is_nothing(client, cast, done, quick, person):
    client.force_login(cast.owner)
    kept = ask(client, done)
    client.force_login(getattr(cast, person))

    assert client.get(page(done)).status_code == 404
    assert client.post(page(done), ASKED).status_code == 404
    assert client.get(of(kept)).status_code == 404
    assert client.get(of(kept, "file")).status_code == 404
    assert client.post(of(kept, "again")).status_code == 404


def test_a_report_of_another_evaluation_is_not_found_in_mine(
    client, cast, done, quick, make_evaluation
):
    client.force_login(cast.owner)
    kept = ask(client, done)
    other = make_evaluation(State.MODERATION)

    for name in ("status", "file"):
        assert (
            client.get(reverse(f"report_{name}", args=[other.slug, kept.uuid])).status_code == 404
        )


@pytest.fixture
def in_moderation(scored, cast, at) -> Evaluation:
    """The assessor has recused themselves from the one candidate."""
    seat, one = scored.seats.get(user=cast.assessor), scored.candidates.get()
    recused = {one: declaration.Interest(recused=True, statement="Trabajé allí.")}
    declaration.declare(seat=seat, interests=recused, by=cast.assessor, at=at)
    transition.moderate(evaluation=scored, by=cast.owner, at=at)
    return scored


def test_who_is_recused_reads_what_the_others_said_when_it_is_final(
    client, cast, in_moderation, quick, at
):
    client.force_login(cast.second)
    kept = ask(client, in_moderation)
    client.force_login(cast.assessor)
    addresses = [page(in_moderation), of(kept), of(kept, "file")]

    before = [client.get(address).status_code for address in addresses]
    compare = client.get(reverse("comparison", args=[in_moderation.slug])).content.decode()
    transition.close(evaluation=in_moderation, by=cast.owner, at=at)
    after = [client.get(address).status_code for address in addresses]

    assert (before, after) == ([403, 404, 404], [200, 200, 200])
    assert page(in_moderation) not in compare


# Asking


def test_the_page_offers_languages_sections_and_what_names_the_state(client, cast, done):
    client.cookies["django_language"] = "fr"
    client.force_login(cast.procurement)

    response = client.get(page(done))

    html, form = response.content.decode(), response.context["report_form"]
    assert [code for code, _name in form.fields["language"].choices] == ["es", "fr", "en"]
    assert form["language"].value() == "fr"
    assert [code for code, _name in form.fields["sections"].choices] == list(ReportSection)
    assert response.context["inputs_digest"] in html
    assert done.frozen_fingerprint in html


def test_procurement_asks_for_a_report_and_downloads_it(client, cast, done):
    client.force_login(cast.procurement)

    kept = ask(client, done)
    status = client.get(of(kept)).content.decode()
    response = client.get(of(kept, "file"))

    assert stage(status) == "done"
    assert f'href="{of(kept, "file")}" download' in status
    assert kept.sha256 in status
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{kept.filename}"'
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response.content[:5] == b"%PDF-"


def test_the_second_who_asks_is_given_what_the_first_was(client, cast, done, quick):
    client.force_login(cast.owner)
    first = ask(client, done)
    client.force_login(cast.procurement)

    again = ask(client, done)

    assert (again.pk, quick) == (first.pk, ["fr"])
    assert b"Owner" in client.get(of(again, "file")).content


def test_the_short_form_is_asked_for_by_its_name(client, cast, done, quick):
    client.force_login(cast.owner)

    assert issue.edition_of(ask(client, done)).sections == SHORT


@pytest.mark.parametrize("wrong", [{"language": "de"}, {"content": "x"}, {"people": ""}])
def test_what_is_not_offered_is_refused_and_what_was_chosen_stays(
    client, cast, done, quick, wrong: dict
):
    client.force_login(cast.owner)
    own = {"content": "own", "sections": ["gates", "method"]}

    response = client.post(page(done), {**ASKED, **own, **wrong})

    assert response.status_code == 422
    assert set(response.context["report_form"].errors) == set(wrong)
    assert response.context["report_form"]["sections"].value() == ["gates", "method"]
    assert quick == []


def test_a_script_is_told_where_to_go(client, cast, done, quick):
    client.force_login(cast.owner)

    response = client.post(page(done), ASKED, headers=HTMX)

    assert (response.status_code, response["HX-Redirect"]) == (200, of(Report.objects.get()))


def test_without_a_candidate_there_is_nothing_to_report(client, cast, make_evaluation, at):
    alone = make_evaluation(State.OPEN, alone=True)
    candidate.remove(candidate=alone.candidates.get(), by=cast.owner, at=at)
    client.force_login(cast.owner)

    for response in (client.get(page(alone)), client.post(page(alone), ASKED)):
        assert response.templates[0].name == "scoring/comparison/empty.html"
    assert not Report.objects.exists()


# Watching


def test_while_it_waits_the_page_asks_again_by_itself(client, cast, done, no_worker):
    client.force_login(cast.owner)
    kept = ask(client, done)

    whole = client.get(of(kept)).content.decode()
    part = client.get(of(kept), headers=HTMX)
    unchanged = client.get(of(kept) + "?seen=queued", headers=HTMX)

    assert stage(whole) == "queued"
    assert f'hx-get="{of(kept)}?seen=queued" hx-trigger="every 1s"' in whole
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in whole
    assert "<html" not in part.content.decode()
    assert (unchanged.status_code, unchanged.content) == (204, b"")


def test_once_it_is_done_the_page_stops_asking(client, cast, done, quick):
    client.force_login(cast.owner)
    kept = ask(client, done)

    part = client.get(of(kept) + "?seen=rendering", headers=HTMX).content.decode()

    assert stage(part) == "done"
    assert "hx-trigger" not in part
    assert 'http-equiv="refresh"' not in client.get(of(kept)).content.decode()


def test_a_second_one_waits_for_the_first_and_says_so(client, cast, done, no_worker):
    client.force_login(cast.owner)
    first, second = ask(client, done), ask(client, done, language="es")
    issue.claim(at=timezone.now())

    stages = [stage(client.get(of(one)).content.decode()) for one in (first, second)]

    assert stages == ["rendering", "behind"]


def test_the_page_of_reports_names_what_its_reader_waits_for(client, cast, done, no_worker):
    client.force_login(cast.owner)
    kept = ask(client, done)

    mine = client.get(page(done)).content.decode()
    client.force_login(cast.procurement)
    anothers = client.get(page(done)).content.decode()

    assert (f'href="{of(kept)}"' in mine, f'href="{of(kept)}"' in anothers) == (True, False)


def test_what_nobody_begins_with_can_be_asked_for_again(client, cast, done, quick, settings):
    client.force_login(cast.owner)
    at_once, settings.TASKS = settings.TASKS, NOBODY_COMES
    kept = ask(client, done)
    Report.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    waiting = client.get(of(kept)).content.decode()
    settings.TASKS = at_once

    again = client.post(of(kept, "again"))

    assert (stage(waiting), f'action="{of(kept, "again")}"' in waiting) == ("overdue", True)
    assert again["Location"] == of(kept)
    assert stage(client.get(of(kept)).content.decode()) == "done"


def test_what_a_killed_server_left_is_taken_up_by_the_page_of_who_waits(
    client, cast, done, quick, settings
):
    client.force_login(cast.owner)
    at_once, settings.TASKS = settings.TASKS, NOBODY_COMES
    kept = ask(client, done)
    issue.claim(at=timezone.now() - issue.LEASE)
    settings.TASKS = at_once

    left = client.get(of(kept) + "?seen=rendering", headers=HTMX).content.decode()
    again = client.post(of(kept, "again"), headers=HTMX)

    assert stage(left) == "abandoned"
    assert re.search(r'hx-post="[^"]+/again/" hx-swap="none" hx-trigger="load, submit"', left)
    assert again["HX-Redirect"] == of(kept)
    assert stage(client.get(of(kept)).content.decode()) == "done"


# Failing


@pytest.mark.usefixtures("no_pango")
def test_without_pango_the_reader_is_told_and_the_site_still_answers(client, cast, done):
    client.force_login(cast.owner)

    kept = ask(client, done)

    html = client.get(of(kept)).content.decode()
    assert (kept.state, stage(html)) == ("failed", "failed")
    assert "Pango" in html
    assert f'action="{of(kept, "again")}"' in html
    assert client.get(page(done)).status_code == 200


@pytest.mark.usefixtures("endless_layout")
def test_what_takes_too_much_is_told_and_the_site_still_answers(client, cast, done, settings):
    settings.REPORT_SECONDS = 1
    client.force_login(cast.owner)

    kept = ask(client, done)

    html = client.get(of(kept)).content.decode()
    assert (kept.state, kept.failure, stage(html)) == ("failed", ReportFailure.LIMIT, "failed")
    assert client.get(page(done)).status_code == 200


def test_what_failed_is_made_when_it_is_tried_again(client, cast, done, quick, monkeypatch):
    client.force_login(cast.owner)
    with monkeypatch.context() as broken:
        broken.setattr(tasks, "make_report", None)
        kept = ask(client, done)
    failed = stage(client.get(of(kept)).content.decode())

    client.post(of(kept, "again"))

    assert (failed, stage(client.get(of(kept)).content.decode())) == ("failed", "done")


def test_what_is_not_made_has_no_file(client, cast, done, no_worker):
    client.force_login(cast.owner)
    kept = ask(client, done)

    response = client.get(of(kept, "file"))

    assert (response.status_code, response["Location"]) == (302, of(kept))


def test_a_damaged_file_is_not_handed_out_and_can_be_made_anew(client, cast, done, quick):
    client.force_login(cast.owner)
    kept = ask(client, done)
    with kept.file.storage.open(kept.file.name, "wb") as file:
        file.write(b"%PDF-1.7 another")

    refused = client.get(of(kept, "file"))
    client.post(of(kept, "again"))

    assert (refused.status_code, stage(refused.content.decode())) == (409, "damaged")
    assert client.get(of(kept, "file")).status_code == 200
    assert quick == ["fr", "fr"]


# Earlier ones


def test_earlier_reports_are_listed_and_say_whether_they_are_of_today(
    client, cast, quick, make_evaluation, at
):
    evaluation = make_evaluation(State.OPEN, alone=True)
    client.force_login(cast.owner)
    old = ask(client, evaluation)
    candidate.add(evaluation=evaluation, name="Otra", by=cast.owner, at=at)
    new = ask(client, evaluation, content="full")

    response = client.get(page(evaluation))

    lines = response.context["kept"]
    assert [(line.report.pk, line.is_current) for line in lines] == [
        (new.pk, True),
        (old.pk, False),
    ]
    html = response.content.decode()
    for one in (old, new):
        assert f'href="{of(one, "file")}" download' in html
        assert one.sha256[:12] in html
    assert client.get(of(old, "file")).status_code == 200


def test_it_costs_the_same_however_many_reports_there_are(client, cast, done, quick):
    client.force_login(cast.owner)
    counts = []
    for language in ("es", "fr", "en"):
        ask(client, done, language=language)
        with CaptureQueriesContext(connection) as queries:
            client.get(page(done))
        counts.append(len(queries))

    assert counts == [counts[0]] * 3
    assert len(client.get(page(done)).context["kept"]) == 3


def test_looking_at_reports_writes_nothing(
    client, cast, done, quick, settings, everything: Callable
):
    client.force_login(cast.owner)
    made = ask(client, done)
    settings.TASKS = NOBODY_COMES
    left = ask(client, done, language="es")
    issue.claim(at=timezone.now() - issue.LEASE)
    before = everything()

    for address in (page(done), of(made), of(made, "file"), of(left), of(left, "file")):
        client.get(address)
        client.get(address, headers=HTMX)

    assert everything() == before
    assert Report.objects.get(pk=left.pk).state == ReportState.RENDERING


@pytest.mark.parametrize("method", ["put", "delete"])
def test_there_is_nothing_to_change(client, cast, done, quick, method):
    client.force_login(cast.owner)
    kept = ask(client, done)

    for address in (page(done), letters(done), of(kept), of(kept, "file"), of(kept, "again")):
        assert getattr(client, method)(address).status_code == 405


# Letters


@pytest.mark.parametrize("person", ["owner", "procurement"])
def test_a_letter_to_a_candidate_is_the_owners_and_procurements(client, cast, done, quick, person):
    client.force_login(getattr(cast, person))

    kept = write_to(client, done)

    edition = issue.edition_of(kept)
    assert (edition.candidate, edition.sections) == (done.candidates.get().code, frozenset())
    assert client.get(of(kept, "file")).status_code == 200
    assert f'href="{of(kept, "file")}"' in client.get(page(done)).content.decode()


def test_assessors_neither_write_nor_see_letters(client, cast, done, quick):
    client.force_login(cast.owner)
    kept = write_to(client, done)
    client.force_login(cast.assessor)

    listed = client.get(page(done))

    assert client.post(letters(done), {"language": "fr"}).status_code == 403
    assert client.get(of(kept)).status_code == 404
    assert client.get(of(kept, "file")).status_code == 404
    assert client.post(of(kept, "again")).status_code == 404
    assert listed.context["kept"] == ()
    assert letters(done) not in listed.content.decode()


def test_a_letter_goes_to_a_candidate_of_this_evaluation(client, cast, done, quick):
    client.force_login(cast.owner)

    response = client.post(letters(done), {"language": "fr", "candidate": "otra"})

    assert response.status_code == 422
    assert set(response.context["letter_form"].errors) == {"candidate"}
    assert response.context["report_form"].errors == {}
