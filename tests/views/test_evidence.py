from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from scoring.domain import evidence as domain
from scoring.domain import transition
from scoring.models import Evidence, LedgerEntry

CSV = b"Fecha;Precio\n01/03/2026;63,00\n"
LINK = {"kind": "link", "title": "Estado", "url": "https://estado.example/", "level": "1"}
FILE = {"kind": "file", "title": "Informe de enero", "level": "1"}
NOTE = {"kind": "note", "title": "Llamada", "text": "Lo confirmó.\nDos veces.", "level": "3"}


@pytest.fixture
def address(opened):
    return reverse("evidence_attach", args=[opened.slug, "integrador-a", 6, "6.2"])


@pytest.fixture
def send(client, cast, address):
    """Sends the form as the assessor; the check that it was opened at is ticked."""
    client.force_login(cast.assessor)

    def post(fields, **more):
        return client.post(address, {"checks": ["6.2"]} | fields | more)

    return post


@pytest.fixture
def attached(send):
    """A file of the assessor's."""
    send(FILE, file=SimpleUploadedFile("../../informe año.csv", CSV))
    return Evidence.objects.get()


@pytest.fixture
def register(opened):
    return reverse("evidence_list", args=[opened.slug, "integrador-a"])


# Attaching


def test_a_link_is_attached_to_its_check(send):
    send(LINK)

    evidence = Evidence.objects.get()
    assert (evidence.url, evidence.checks.get().code) == ("https://estado.example/", "6.2")


def test_a_note_is_kept_line_by_line(send):
    send(NOTE)

    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.level) == ("note", 3)
    assert evidence.text.splitlines() == ["Lo confirmó.", "Dos veces."]


def test_one_item_backs_several_checks(send):
    send(LINK, checks=["2.3", "6.2", "6.3"])

    codes = {check.code for check in Evidence.objects.get().checks.all()}
    assert codes == {"2.3", "6.2", "6.3"}


def test_the_form_opens_with_its_check_ticked_and_only_that(client, cast, address):
    client.force_login(cast.assessor)

    form = client.get(address).context["form"]

    ticked = [o["check"].code for group in form.groups for o in group["options"] if o["ticked"]]
    assert ticked == ["6.2"]
    assert [group["competency"].number for group in form.groups if group["open"]] == [6]


def test_a_file_is_kept_under_a_name_of_our_own(attached):
    assert attached.filename == "informe año.csv"
    assert "informe" not in attached.file.name
    assert Path(attached.file.path).read_bytes() == CSV


def test_the_ledger_knows_the_files_digest(attached):
    entry = LedgerEntry.objects.get(action="evidence.attached")

    assert entry.new["sha256"] == attached.sha256


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (LINK | {"title": ""}, ["title"]),
        (LINK | {"title": "x" * 121}, ["title"]),
        (LINK | {"title": "nul\0"}, ["title"]),
        (LINK | {"kind": ""}, ["kind"]),
        (LINK | {"kind": "rumour"}, ["kind"]),
        (LINK | {"url": ""}, ["url"]),
        (LINK | {"url": "javascript:alert(1)"}, ["url"]),
        (LINK | {"url": "file:///etc/passwd"}, ["url"]),
        (LINK | {"url": "http://"}, ["url"]),
        (LINK | {"url": "https://a.example/" + "x" * 500}, ["url"]),
        (LINK | {"level": "5"}, ["level"]),
        (LINK | {"level": ""}, ["level"]),
        (LINK | {"scope": "x" * 201}, ["scope"]),
        (LINK | {"dated": "ayer"}, ["dated"]),
        (LINK | {"dated": "2026-02-02", "valid_until": "2026-02-01"}, ["valid_until"]),
        (LINK | {"checks": []}, ["checks"]),
        (LINK | {"checks": ["99.9"]}, ["checks"]),
        (LINK | {"checks": ["6.2", "nul\0"]}, ["checks"]),
        (NOTE | {"text": ""}, ["text"]),
        (NOTE | {"text": "   "}, ["text"]),
        (NOTE | {"text": "x" * 5001}, ["text"]),
        (FILE, ["file"]),
    ],
)
def test_bad_evidence_names_the_place_and_keeps_what_was_typed(send, fields, wrong):
    response = send(fields, scope=fields.get("scope", "Lo que escribí"))

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, wrong)
    assert form["scope"].value() == fields.get("scope", "Lo que escribí")
    assert not Evidence.objects.exists()


def test_a_date_to_come_is_no_date_of_a_proof(send):
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = send(LINK, dated=tomorrow.isoformat())

    assert list(response.context["form"].errors) == ["dated"]


def test_what_belongs_to_another_kind_is_neither_kept_nor_complained_of(send):
    send(LINK, text="x" * 9999, file=SimpleUploadedFile("run.exe", b"MZ"))

    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.text, evidence.filename) == ("link", "", "")


def test_a_form_that_goes_back_without_its_file_says_so(send):
    response = send(FILE, title="", file=SimpleUploadedFile("informe.csv", CSV))

    assert 'class="form-text lost-file"' in response.content.decode()


def test_a_form_that_had_no_file_has_lost_none(send):
    response = send(FILE)

    assert "lost-file" not in response.content.decode()


def test_evidence_has_a_check_of_this_evaluation_to_start_from(client, cast, opened):
    client.force_login(cast.assessor)
    elsewhere = reverse("evidence_attach", args=[opened.slug, "integrador-a", 2, "6.2"])

    assert client.get(elsewhere).status_code == 404


# Handing out


def test_a_file_is_served_as_a_download_that_nothing_runs(client, attached, opened):
    response = client.get(reverse("evidence_file", args=[opened.slug, attached.key]))

    assert response.content == CSV
    assert dict(response.items()) | {
        "Content-Type": "text/csv",
        "Content-Disposition": "attachment; filename*=utf-8''informe%20a%C3%B1o.csv",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    } == dict(response.items())


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(client, attached, opened, caplog):
    Path(attached.file.path).write_bytes(CSV.replace(b"63", b"93"))

    response = client.get(reverse("evidence_file", args=[opened.slug, attached.key]))

    assert response.status_code == 409
    assert "93,00" not in response.content.decode()
    assert attached.sha256 in response.content.decode()
    assert str(attached.key) in caplog.text


def test_a_file_that_is_gone_is_told_of(client, attached, opened, register):
    Path(attached.file.path).unlink()

    response = client.get(reverse("evidence_file", args=[opened.slug, attached.key]))

    assert response.status_code == 409
    assert 'class="missing"' in client.get(register).content.decode()


@pytest.mark.parametrize("person", ["second", "owner", "procurement"])
def test_in_the_blind_phase_others_evidence_is_not_found(client, cast, attached, opened, person):
    client.force_login(getattr(cast, person))

    response = client.get(reverse("evidence_file", args=[opened.slug, attached.key]))

    assert response.status_code == 404


@pytest.mark.parametrize("person", ["stranger", "admin"])
def test_without_a_seat_there_is_no_file_and_no_register(
    client, cast, attached, opened, register, person
):
    client.force_login(getattr(cast, person))

    addresses = [reverse("evidence_file", args=[opened.slug, attached.key]), register]

    assert [client.get(address).status_code for address in addresses] == [404, 404]


# Editing and taking back


def test_an_item_is_edited_by_who_attached_it(client, attached, opened, register):
    address = reverse("evidence_edit", args=[opened.slug, attached.key])
    said = {"title": "Informe", "level": "2", "checks": ["6.3"], "dated": "2026-01-31"}

    response = client.post(address, said)

    evidence = Evidence.objects.get()
    assert response.url == register
    assert (evidence.title, evidence.level, evidence.dated.isoformat()) == (
        "Informe",
        2,
        "2026-01-31",
    )
    assert evidence.checks.get().code == "6.3"
    assert evidence.sha256 == attached.sha256


def test_the_form_of_an_edit_shows_what_was_said(client, send, opened):
    send(NOTE, scope="Un centro", dated="2026-01-31", checks=["2.3", "6.2"])
    evidence = Evidence.objects.get()

    form = client.get(reverse("evidence_edit", args=[opened.slug, evidence.key])).context["form"]

    assert form["text"].value().splitlines() == ["Lo confirmó.", "Dos veces."]
    assert (form["scope"].value(), form["level"].value()) == ("Un centro", 3)
    assert set(form["checks"].value()) == {"2.3", "6.2"}
    assert not {"kind", "url", "file"} & form.fields.keys()


def test_an_edit_that_is_wrong_names_the_place_and_keeps_what_was_typed(client, attached, opened):
    address = reverse("evidence_edit", args=[opened.slug, attached.key])

    response = client.post(address, {"title": "Lo que escribí", "level": "1"})

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["checks"])
    assert form["title"].value() == "Lo que escribí"


@pytest.mark.parametrize("name", ["evidence_edit", "evidence_remove"])
def test_nobody_else_edits_it_or_takes_it_back(client, cast, attached, opened, name):
    client.force_login(cast.owner)

    response = client.post(reverse(name, args=[opened.slug, attached.key]))

    assert response.status_code == 404
    assert Evidence.objects.get().title == "Informe de enero"


def test_evidence_can_be_taken_back_by_who_attached_it(
    client, attached, opened, django_capture_on_commit_callbacks
):
    stored = Path(attached.file.path)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("evidence_remove", args=[opened.slug, attached.key]))

    assert not Evidence.objects.exists()
    assert not stored.exists()


def test_from_the_register_one_comes_back_to_it(client, attached, opened, register):
    address = reverse("evidence_remove", args=[opened.slug, attached.key])

    assert client.post(address, {"register": "1"}).url == register


def test_the_ledger_remembers_what_was_taken_back(client, attached, opened):
    client.post(reverse("evidence_remove", args=[opened.slug, attached.key]))

    assert LedgerEntry.objects.get(action="evidence.removed").old["title"] == "Informe de enero"


# The register


@pytest.mark.parametrize("person", ["owner", "second", "procurement"])
def test_while_people_score_the_register_holds_ones_own(client, cast, attached, register, person):
    client.force_login(getattr(cast, person))

    assert client.get(register).context["lines"] == []


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("person", ["owner", "second", "procurement"])
def test_from_moderation_on_it_holds_everybodys(
    client, cast, attached, opened, register, at, person, closed
):
    transition.moderate(evaluation=opened, by=cast.owner, at=at)
    if closed:
        transition.close(evaluation=opened, by=cast.owner, at=at)
    client.force_login(getattr(cast, person))

    (line,) = client.get(register).context["lines"]

    assert (line.evidence, line.may_change) == (attached, False)


def test_what_has_expired_is_said_in_words(client, send, register):
    send(LINK, title="Certificado", dated="2020-01-01", valid_until="2021-01-01")
    client.cookies["django_language"] = "en"

    response = client.get(register)

    assert [line.expired for line in response.context["lines"]] == [True]
    assert "Jan. 1, 2021: it has expired" in response.content.decode()


def test_a_file_shows_size_and_digest(client, attached, register):
    page = client.get(register).content.decode()

    assert f'title="{attached.sha256}"' in page
    assert f"{attached.sha256[:16]}…" in page
    assert f"{len(CSV)}\N{NO-BREAK SPACE}bytes" in page


def test_what_people_typed_is_text(client, send, register):
    send(NOTE, title="<b>uno</b>", text="<script>alert(1)</script>", scope="<i>dos</i>")

    page = client.get(register).content.decode()

    assert "<b>uno" not in page
    assert "<script>alert" not in page
    assert "&lt;i&gt;dos" in page


def test_the_overview_leads_to_it(client, cast, opened, register):
    client.force_login(cast.procurement)

    assert f'href="{register}"' in client.get(opened.get_absolute_url()).content.decode()


def test_the_register_costs_the_same_for_one_and_for_three(
    client,
    cast,
    opened,
    send,
    register,
    at,
    django_assert_max_num_queries,
    django_assert_num_queries,
):
    send(LINK)
    client.get(register)
    with django_assert_max_num_queries(15) as first:
        client.get(register)
    for number in range(2):
        domain.attach(
            candidate=opened.candidates.get(),
            checks=opened.checks()[: number + 3],
            item=domain.Item(title="Llamada", text="Sí"),
            by=cast.assessor,
            at=at,
        )

    with django_assert_num_queries(len(first)):
        response = client.get(register)

    assert len(response.context["lines"]) == 3
