"""Who may edit rubrics, and what every page of a draft has in common."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.domain.rubric import make_draft, publish, weights_of
from tests.pages import form_of

NOT_ADMINISTRATORS = ["owner", "assessor", "procurement", "stranger"]
OF_A_DRAFT = [  # pages that only a draft has
    "edit/",
    "edit/about/",
    "edit/competencies/new/",
    "edit/competencies/3/",
    "edit/competencies/3/remove/",
    "edit/competencies/3/checks/new/",
    "edit/checks/11.4/",
    "edit/checks/11.4/remove/",
    "edit/scales/new/",
    "edit/scales/graded/",
    "edit/scales/graded/remove/",
    "edit/profiles/new/",
    "edit/profiles/balanced/",
    "edit/profiles/balanced/remove/",
    "weights/",
    "weights/points/",
    "weights/swing/",
    "weights/ranks/",
    "weights/pairs/",
    "weights/best-worst/",
    "publish/",
    "discard/",
]
ONLY_SENT = ["draft/", "edit/competencies/3/move/", "edit/checks/11.4/move/"]
ELSEWHERE = ["/rubrics/new/", "/rubrics/import/", "/rubrics/import/take/"]


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not_edit(client, cast, draft_page, everything, role, method):
    client.force_login(getattr(cast, role))
    pages = [*map(draft_page, OF_A_DRAFT + ONLY_SENT), *ELSEWHERE]
    before = everything()

    statuses = {page: getattr(client, method)(page).status_code for page in pages}

    only_sent = set(map(draft_page, ["draft/"])) if method == "get" else set()
    only_sent |= set(map(draft_page, ONLY_SENT)) if method == "get" else set()
    assert {page: status for page, status in statuses.items() if status != 403} == dict.fromkeys(
        only_sent, 405
    )
    assert everything() == before


def test_an_administrator_who_was_deactivated_may_not_either(administrator, cast, draft_page):
    cast.admin.is_active = False
    cast.admin.save()

    assert administrator.get(draft_page("edit/")).status_code == 302


def test_who_has_not_signed_in_is_asked_to(client, draft_page):
    address = draft_page("edit/")

    assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("role", NOT_ADMINISTRATORS)
def test_others_read_and_export_and_are_offered_no_more(client, cast, version2, role):
    client.force_login(getattr(cast, role))
    pages = [
        reverse("rubric_versions", args=["zimbra-integrator"]),
        *(f"/rubrics/zimbra-integrator/2/{end}" for end in ("", "review/")),
    ]

    texts = [client.get(page).content.decode() for page in pages]

    offered = re.findall(r'href="(/rubrics/[^"#]+)"', "".join(texts))
    kinds = {re.sub(r"/\d+", "", one) for one in offered}
    assert not [kind for kind in kinds if re.search(r"edit|weights/|publish|discard|import", kind)]
    assert client.get("/rubrics/zimbra-integrator/2/export.yaml").status_code == 200


def test_an_administrator_opens_every_page_of_a_draft(administrator, draft_page):
    statuses = {page: administrator.get(draft_page(page)).status_code for page in OF_A_DRAFT}

    assert {page: status for page, status in statuses.items() if status != 200} == {}


def test_of_a_published_version_those_pages_do_not_open(administrator, rubric):
    pages = [f"/rubrics/{rubric.slug}/{rubric.version}/{page}" for page in OF_A_DRAFT]

    assert {administrator.get(page).status_code for page in pages} == {403}


@pytest.mark.parametrize("page", [*OF_A_DRAFT, *ONLY_SENT[1:]])
def test_what_is_published_is_not_written(administrator, cast, rubric, everything, page):
    before = everything()

    administrator.post(f"/rubrics/{rubric.slug}/{rubric.version}/{page}", {"direction": "up"})

    assert everything() == before


def test_reading_writes_nothing(administrator, draft_page):
    with CaptureQueriesContext(connection) as queries:
        for page in OF_A_DRAFT:
            administrator.get(draft_page(page))

    assert [q["sql"] for q in queries if re.match(r"INSERT|UPDATE|DELETE", q["sql"])] == []


def test_a_form_from_elsewhere_is_refused(cast, draft_page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.admin)

    statuses = {page: client.post(draft_page(page)).status_code for page in OF_A_DRAFT + ONLY_SENT}

    assert set(statuses.values()) == {403}


@pytest.mark.parametrize(
    "page",
    [
        *("edit/competencies/99/", "edit/competencies/99/checks/new/", "edit/checks/99.9/"),
        *("edit/scales/none/", "edit/profiles/none/", "weights/coin/", "export.doc"),
        *("edit/competencies/99999999999999999999/", "edit/checks/%00/"),
    ],
)
def test_what_is_not_there_is_not_found(administrator, draft_page, page):
    assert administrator.get(draft_page(page)).status_code == 404


@pytest.mark.parametrize("page", OF_A_DRAFT)
def test_whatever_is_sent_is_answered(administrator, draft_page, rubric, page):
    typed = form_of(administrator.get(draft_page(page)))
    before = weights_of(rubric)

    statuses = {
        value: administrator.post(draft_page(page), dict.fromkeys(typed, value)).status_code
        for value in ("", "\x00", "-1", "9" * 400, "NaN", "x" * 20_000, "²", "<script>")
        if page not in {"publish/", "discard/"}
    }

    assert {value: status for value, status in statuses.items() if status >= 500} == {}
    assert weights_of(rubric) == before


@pytest.mark.parametrize("page", ["edit/", "edit/checks/11.4/", "edit/scales/graded/", "weights/"])
def test_a_page_costs_the_same_with_more_versions(
    administrator, cast, rubric, at, page, django_assert_num_queries
):
    made = make_draft(rubric=rubric, by=cast.admin, at=at)
    administrator.get(f"/rubrics/{made.slug}/2/{page}")
    with CaptureQueriesContext(connection) as before:
        administrator.get(f"/rubrics/{made.slug}/2/{page}")
    publish(rubric=made, by=cast.admin, at=at)
    make_draft(rubric=made, by=cast.admin, at=at)

    with django_assert_num_queries(len(before)):
        administrator.get(f"/rubrics/{made.slug}/3/{page}")
