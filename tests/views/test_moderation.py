from decimal import Decimal

import pytest
from django.urls import reverse

from scoring.domain import candidate as candidates
from scoring.domain import consensus, declaration, seat, transition
from scoring.domain.assessment import Rating, rate
from scoring.domain.evidence import Item, attach
from scoring.enums import Role
from scoring.models import Consensus, Evaluation, LedgerEntry, User, Waiver
from tests.conftest import declare_nothing, rate_perfectly

KNOCK_OUT, PLAIN, MEASURE = "6.2", "2.1", "6.9"
AT_KNOCK_OUT = "at-integrador-a-6-2"


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def say(at):
    """Rates one check of a candidate in open scoring."""

    def say(evaluation, who, value=None, code=KNOCK_OUT, *, of="integrador-a", **said):
        said = {"evidence": 4} | said
        rate(
            candidate=evaluation.candidates.get(code=of),
            check=evaluation.checks().get(code=code),
            rating=Rating(value=value, **said),
            by=who,
            at=at,
        )

    return say


@pytest.fixture
def opened(make_evaluation, cast, at) -> Evaluation:
    """Nobody has rated the first candidate; the second one is perfect, as the owner found it."""
    evaluation = make_evaluation("open", candidates=2)
    rate_perfectly(evaluation.candidates.get(code="integrador-b"), by=cast.owner, at=at)
    return evaluation


@pytest.fixture
def moderated(opened, cast, at, say) -> Evaluation:
    """Two differ at a knock-out of the first candidate."""
    say(opened, cast.assessor, 100.0, note="Vimos el informe de enero.")
    say(opened, cast.second, 0.0, note="No lo enseñaron.")
    transition.moderate(evaluation=opened, by=cast.owner, at=at)
    return opened


@pytest.fixture
def contested(opened, cast, at, say) -> Evaluation:
    """Two differ at a knock-out of either candidate: of the leader too."""
    say(opened, cast.assessor, 100.0)
    say(opened, cast.second, 0.0)
    say(opened, cast.second, 0.0, of="integrador-b")
    transition.moderate(evaluation=opened, by=cast.owner, at=at)
    return opened


@pytest.fixture
def get(client):
    def get(evaluation, who, **query):
        client.force_login(who)
        return client.get(reverse("moderation", args=[evaluation.slug]), query)

    return get


@pytest.fixture
def settle(client, cast):
    """Posts a consensus on the knock-out as the page does; arguments replace what is typed."""

    def settle(evaluation, code=KNOCK_OUT, *, query="", **typed):
        client.force_login(cast.owner)
        usual = {"version": 0, "value": "50", "evidence": "2", "reason": "Está en el contrato."}
        prefix = f"c-integrador-a-{code.replace('.', '-')}"
        address = reverse("consensus_settle", args=[evaluation.slug, "integrador-a", code])
        sent = {f"{prefix}-{name}": value for name, value in (usual | typed).items()}
        return client.post(address + query, sent)

    return settle


def items(response, part="agenda"):
    shown = response.context["agenda"] if part == "agenda" else response.context["page"].settled
    return {one.key: one for one in shown}


def said_of(response, key=AT_KNOCK_OUT):
    """Who said what: the words of each person's rating."""
    return {line.person: line.rating.words for line in items(response)[key].lines}


# Who reads


@pytest.mark.parametrize("who", ["owner", "assessor", "second", "procurement"])
@pytest.mark.parametrize("state", ["moderation", "closed", "decided"])
def test_everybody_with_a_seat_reads_once_scoring_is_over(make_evaluation, cast, get, who, state):
    response = get(make_evaluation(state), getattr(cast, who))

    assert response.status_code == 200


@pytest.mark.parametrize("state", ["draft", "open"])
def test_nobody_reads_while_scoring_goes_on(make_evaluation, cast, get, state):
    assert get(make_evaluation(state), cast.owner).status_code == 403


def addresses(evaluation):
    slug = evaluation.slug
    cell = [slug, "integrador-a", KNOCK_OUT]
    return {
        "settle": reverse("consensus_settle", args=cell),
        "withdraw": reverse("consensus_withdraw", args=cell),
        "waive": reverse("waiver_waive", args=[slug, "integrador-a"]),
        "unwaive": reverse("waiver_withdraw", args=[slug, 1]),
    }


WRITES = pytest.mark.parametrize("write", ["settle", "withdraw", "waive", "unwaive"])


@WRITES
@pytest.mark.parametrize(
    ("who", "status"),
    [("assessor", 403), ("procurement", 403), ("stranger", 404), ("admin", 404)],
)
def test_only_the_owner_writes(client, cast, moderated, write, who, status):
    client.force_login(getattr(cast, who))

    assert client.post(addresses(moderated)[write]).status_code == status


@WRITES
@pytest.mark.parametrize("state", ["open", "closed", "decided"])
def test_nothing_is_written_outside_moderation(client, cast, make_evaluation, write, state):
    evaluation = make_evaluation(state)
    client.force_login(cast.owner)

    assert client.post(addresses(evaluation)[write]).status_code == 403


@WRITES
def test_a_look_writes_nothing(client, cast, moderated, write):
    client.force_login(cast.owner)

    assert client.get(addresses(moderated)[write]).status_code == 405


def test_a_stranger_finds_nothing(get, cast, moderated):
    assert get(moderated, cast.stranger).status_code == 404


@pytest.mark.parametrize(
    "cell",
    [("integrador-a", "99.9"), ("integrador-a", "6%00"), ("integrador-a", "6.5"), ("nadie", "6.2")],
    ids=["no check", "no text", "a check of a deeper tier", "no candidate"],
)
def test_a_cell_that_is_not_there_is_not_found(client, cast, moderated, cell):
    client.force_login(cast.owner)
    candidate, check = cell
    address = f"/evaluations/{moderated.slug}/moderation/cells/{candidate}/{check}/"

    assert client.post(address).status_code == 404


def test_who_may_not_settle_is_offered_no_form(get, cast, moderated):
    page = get(moderated, cast.assessor).content.decode()

    assert "<textarea" not in page
    assert reverse("evaluation_close", args=[moderated.slug]) not in page


# The agenda


def test_what_people_said_stands_side_by_side(get, cast, moderated):
    response = get(moderated, cast.procurement)

    assert said_of(response) == {
        "Owner": "No answer",
        "Assessor": "Met",
        "Second": "Not met",
    }
    assert [line.note for line in items(response)[AT_KNOCK_OUT].lines] == [
        "",
        "Vimos el informe de enero.",
        "No lo enseñaron.",
    ]


def test_an_item_says_why_it_is_there(get, cast, moderated):
    item = items(get(moderated, cast.owner))[AT_KNOCK_OUT]

    assert item.effect.words == "Opens or closes a requirement"
    assert item.apart == "The ratings lie 100 points apart."
    assert item.why.startswith("From one end of its range to the other it moves the total by ")


def test_who_says_nothing_is_said_to_do_so(opened, cast, at, say, get):
    """One abstains, one was not asked, one recused themselves after rating."""
    say(opened, cast.assessor, 100.0)
    say(opened, cast.second, abstained=True)
    one = opened.candidates.get(code="integrador-a")
    recused = {one: declaration.Interest(recused=True, statement="Trabajé allí.")}
    theirs = opened.seats.get(user=cast.assessor)
    declaration.declare(seat=theirs, interests=recused, by=cast.assessor, at=at)
    not_asked = opened.rubric.competencies.get(number=1)
    owner = opened.seats.get(user=cast.owner)
    seat.assign(seat=owner, competencies=[not_asked], by=cast.owner, at=at)
    transition.moderate(evaluation=opened, by=cast.owner, at=at)

    assert said_of(get(opened, cast.owner)) == {
        "Owner": "Not asked",
        "Assessor": "Recused",
        "Second": "Abstains",
    }


def test_a_decisive_question_that_nobody_answered_is_on_the_agenda(get, cast, moderated):
    item = items(get(moderated, cast.owner))["at-integrador-a-6-4"]

    assert item.apart == "Nobody rated it: it counts as 0 and could be 100."


def test_a_measure_is_told_with_its_unit(opened, cast, at, say, get):
    say(opened, cast.assessor, code="11.4", measurement=Decimal(8), evidence=0)
    transition.moderate(evaluation=opened, by=cast.owner, at=at)

    item = items(get(opened, cast.owner))["at-integrador-a-11-4"]

    [_, line, _] = item.lines
    assert (line.rating.words, line.rating.figure) == ("8 hours", "70")
    assert (line.rating.evidence, line.rating.proven) == ("Claimed", "14")
    assert item.apart == "Only Assessor rated it: 14 of 70 is proven."


@pytest.mark.parametrize(
    ("second", "words"), [(None, "Only Owner rated it."), (0.0, "Everybody agrees.")]
)
def test_who_agrees_is_said_to_do_so(opened, cast, at, say, settle, second, words):
    say(opened, cast.owner, 0.0)
    if second is not None:
        say(opened, cast.second, second)
    transition.moderate(evaluation=opened, by=cast.owner, at=at)

    response = settle(opened, value="")

    assert items(response)[AT_KNOCK_OUT].apart == words


def test_evidence_is_linked_at_who_attached_it(opened, cast, at, say, get):
    say(opened, cast.assessor, 100.0, evidence=0)
    one, check = opened.candidates.first(), opened.checks().get(code=KNOCK_OUT)
    link = Item(title="Informe", url="https://example.org/informe")
    attach(candidate=one, checks=[check], item=link, by=cast.assessor, at=at)
    transition.moderate(evaluation=opened, by=cast.owner, at=at)

    response = get(opened, cast.owner)

    [_, line, _] = items(response)[AT_KNOCK_OUT].lines
    assert [proof.title for proof in line.evidence] == ["Informe"]
    assert 'href="https://example.org/informe"' in response.content.decode()


def test_what_could_change_the_leader_comes_first_then_what_moves_most(get, cast, contested):
    cells = get(contested, cast.owner).context["moderation"].agenda

    order = [(one.effect != "leader", -one.contrast.swing) for one in cells]
    assert order == sorted(order)
    assert {one.effect for one in cells} == {"leader", "gate"}


@pytest.fixture
def decided_elsewhere(opened, cast, at, say) -> Evaluation:
    """Two differ at a check of a candidate that a knock-out excludes: it changes nothing."""
    say(opened, cast.owner, 0.0)
    say(opened, cast.assessor, 100.0, PLAIN)
    say(opened, cast.second, 50.0, PLAIN, evidence=2)
    transition.moderate(evaluation=opened, by=cast.owner, at=at)
    return opened


def test_what_changes_nothing_is_told_apart(get, cast, decided_elsewhere):
    response = get(decided_elsewhere, cast.owner)

    [row] = response.context["page"].others
    assert (row.key, row.apart) == ("at-integrador-a-2-1", "50")
    assert row.ratings.startswith("Assessor 100 · Second 50")
    assert "1 disagreement that changes nothing" in response.content.decode()
    assert row.key not in items(response)


def test_what_changes_nothing_can_be_called_to_be_settled(get, cast, decided_elsewhere):
    response = get(decided_elsewhere, cast.owner, item="at-integrador-a-2-1")

    assert items(response)["at-integrador-a-2-1"].effect is None
    assert response.context["page"].others == ()


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"candidate": "integrador-b"}, ["integrador-b"]),
        ({"competency": "6"}, ["integrador-a", "integrador-b"]),
        ({"competency": "11"}, ["integrador-a"]),
        ({"disputed": "on"}, ["integrador-a", "integrador-b"]),
        ({"competency": "11", "disputed": "on"}, []),
        ({"candidate": "nadie", "competency": "x", "page": "x"}, ["integrador-a", "integrador-b"]),
    ],
)
def test_the_agenda_is_filtered_and_its_figures_are_not(get, cast, contested, query, places):
    whole = get(contested, cast.owner).context["page"]

    response = get(contested, cast.owner, **query)

    shown = {item.cell.candidate.code for item in response.context["page"].agenda}
    assert sorted(shown) == places
    assert (response.context["page"].done, response.context["page"].total) == (0, whole.total)


def test_a_long_agenda_comes_in_pages(make_evaluation, cast, get):
    evaluation = make_evaluation("moderation", candidates=5)

    first, second = (get(evaluation, cast.owner, page=number) for number in (1, 2))

    assert len(items(first)) == 20
    assert not items(first).keys() & items(second).keys()


# Settling


def test_a_consensus_is_settled_and_the_page_returns_to_its_place(settle, moderated, get, cast):
    response = settle(moderated, query="?candidate=integrador-a")

    kept = Consensus.objects.get()
    page = reverse("moderation", args=[moderated.slug])
    assert response["Location"] == f"{page}?candidate=integrador-a#{AT_KNOCK_OUT}"
    assert (kept.value, kept.evidence, kept.settled_by) == (50, 2, cast.owner)
    [item] = items(get(moderated, cast.owner), "settled").values()
    assert (item.settled.rating.words, item.settled.reason) == (
        "Partly met",
        "Está en el contrato.",
    )


def test_what_is_settled_counts_in_the_progress(settle, moderated, get, cast):
    settle(moderated)

    page = get(moderated, cast.owner).context["page"]

    assert page.done == 1
    assert page.total == 1 + len(page.agenda)


def test_a_measure_is_settled_by_its_figure_in_the_readers_locale(client, settle, moderated):
    client.cookies["django_language"] = "es"

    settle(moderated, MEASURE, measurement="2,5")

    assert Consensus.objects.get().measurement == Decimal("2.5")


@pytest.mark.parametrize(
    ("code", "typed", "field"),
    [
        (KNOCK_OUT, {"value": ""}, "value"),
        (KNOCK_OUT, {"value": "51"}, "value"),
        (KNOCK_OUT, {"value": "nan"}, "value"),
        (KNOCK_OUT, {"evidence": ""}, "evidence"),
        (KNOCK_OUT, {"evidence": "5"}, "evidence"),
        (KNOCK_OUT, {"version": "uno"}, "version"),
        (KNOCK_OUT, {"version": "-1"}, "version"),
        (KNOCK_OUT, {"version": str(10**30)}, "version"),
        (KNOCK_OUT, {"reason": " "}, "reason"),
        (KNOCK_OUT, {"reason": "x" * 5001}, "reason"),
        (KNOCK_OUT, {"reason": "nul\0"}, "reason"),
        (MEASURE, {}, "measurement"),
        (MEASURE, {"measurement": "dos"}, "measurement"),
        (MEASURE, {"measurement": "NaN"}, "measurement"),
        (MEASURE, {"measurement": "1" * 12}, "measurement"),
    ],
)
def test_bad_input_is_marked_and_what_was_typed_is_still_there(
    settle, moderated, code, typed, field
):
    response = settle(moderated, code, **{"reason": "Lo que escribí"} | typed)

    key = f"at-integrador-a-{code.replace('.', '-')}"
    form = response.context["settle_forms"][key]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert "reason" in typed or "Lo que escribí" in response.content.decode()
    assert not Consensus.objects.exists()


def test_a_refused_form_is_on_its_page_whatever_was_filtered(settle, moderated):
    response = settle(moderated, query="?candidate=integrador-b", reason="")

    assert AT_KNOCK_OUT in items(response)


def test_a_refused_form_of_what_decides_nothing_is_there_too(settle, moderated):
    response = settle(moderated, PLAIN, value="", reason="Lo que escribí")

    assert "Lo que escribí" in response.content.decode()


def test_two_windows_that_collide_are_told_and_nothing_is_lost(settle, moderated):
    settle(moderated, reason="La primera ventana")

    response = settle(moderated, value="100", reason="La segunda ventana")

    page = response.content.decode()
    assert response.status_code == 409
    assert "La primera ventana" in page
    assert "La segunda ventana" in page
    assert Consensus.objects.get().value == 50


def test_after_a_collision_sending_again_keeps_what_one_sees(settle, moderated):
    settle(moderated)
    refused = settle(moderated, value="100", reason="La segunda ventana")
    form = refused.context["settle_forms"][AT_KNOCK_OUT]

    settle(moderated, value="100", version=form["version"].value())

    assert Consensus.objects.get().value == 100


def test_a_consensus_that_was_withdrawn_meanwhile_is_told(settle, moderated):
    response = settle(moderated, version=1, reason="La segunda ventana")

    page = response.content.decode()
    assert response.status_code == 409
    assert "The consensus was withdrawn meanwhile." in page
    assert "La segunda ventana" in page


def test_a_consensus_is_withdrawn_with_a_reason(client, settle, moderated):
    settle(moderated)
    prefix = "c-integrador-a-6-2-withdraw"

    response = client.post(
        addresses(moderated)["withdraw"],
        {f"{prefix}-version": 1, f"{prefix}-reason": "Era otra cosa."},
    )

    assert response["Location"].endswith(f"#{AT_KNOCK_OUT}")
    assert not Consensus.objects.exists()
    assert LedgerEntry.objects.first().reason == "Era otra cosa."


@pytest.mark.parametrize(
    ("version", "reason", "status"), [(1, "", 422), (7, "Era otra cosa.", 409)]
)
def test_a_withdrawal_that_is_refused_keeps_what_was_typed(
    client, settle, moderated, version, reason, status
):
    settle(moderated)
    prefix = "c-integrador-a-6-2-withdraw"

    response = client.post(
        addresses(moderated)["withdraw"],
        {f"{prefix}-version": version, f"{prefix}-reason": reason},
    )

    form = response.context["withdraw_forms"][AT_KNOCK_OUT]
    assert (response.status_code, form["reason"].value()) == (status, reason)
    assert Consensus.objects.exists()


def test_what_was_settled_stays_to_be_read_when_it_is_closed(settle, moderated, get, cast, at):
    settle(moderated)
    transition.close(evaluation=moderated, by=cast.owner, at=at)

    response = get(moderated, cast.owner)

    assert list(items(response, "settled")) == [AT_KNOCK_OUT]
    assert "<textarea" not in response.content.decode()


# Recusal


@pytest.fixture
def recused(opened, cast, at, say) -> Evaluation:
    """An assessor leaves the first candidate to the others, who differ on it."""
    say(opened, cast.owner, 100.0, note="Lo que no debe leer.")
    say(opened, cast.second, 0.0)
    say(opened, cast.second, 0.0, of="integrador-b")
    one = opened.candidates.get(code="integrador-a")
    interest = {one: declaration.Interest(recused=True, statement="Trabajé allí.")}
    theirs = opened.seats.get(user=cast.assessor)
    declaration.declare(seat=theirs, interests=interest, by=cast.assessor, at=at)
    transition.moderate(evaluation=opened, by=cast.owner, at=at)
    return opened


def test_who_recused_themselves_reads_nothing_of_that_candidate_yet(get, cast, recused):
    response = get(recused, cast.assessor)

    shown = response.context
    assert "Lo que no debe leer." not in response.content.decode()
    assert {item.cell.candidate.code for item in shown["agenda"]} == {"integrador-b"}
    assert {one.name for one in shown["gates"].open} <= {"Integrador B"}
    assert [one.candidates for one in shown["agreement"].furthest] == ["1"]
    assert "You recused yourself from Integrador A" in response.content.decode()


def test_who_recused_themselves_reads_it_with_the_final_result(get, cast, recused, at):
    transition.close(evaluation=recused, by=cast.owner, at=at)

    assert "Lo que no debe leer." in get(recused, cast.assessor).content.decode()


@pytest.mark.parametrize("who", ["owner", "second", "procurement"])
def test_the_others_read_everything(get, cast, recused, who):
    response = get(recused, getattr(cast, who))

    assert "Lo que no debe leer." in response.content.decode()
    assert "You recused yourself" not in response.content.decode()


# Waivers


@pytest.fixture
def failing(opened, cast, at, say) -> Evaluation:
    say(opened, cast.owner, 0.0)
    transition.moderate(evaluation=opened, by=cast.owner, at=at)
    return opened


@pytest.fixture
def waive(client, cast):
    def waive(evaluation, **typed):
        client.force_login(cast.owner)
        usual = {"kind": "check", "gate": KNOCK_OUT, "reason": "Tenemos otro filtro."}
        return client.post(addresses(evaluation)["waive"], usual | typed)

    return waive


def test_a_failed_requirement_is_waived_with_a_reason(get, cast, failing, waive):
    before = get(failing, cast.owner).context["gates"]

    response = waive(failing)

    after = get(failing, cast.owner).context["gates"]
    assert response["Location"].endswith("#gate-integrador-a-check-6-2")
    assert [(one.name, one.gate) for one in before.failed] == [("Integrador A", KNOCK_OUT)]
    assert after.failed == ()
    [waived] = after.waived
    assert (waived.reason, waived.person, waived.needless) == (
        "Tenemos otro filtro.",
        "Owner",
        False,
    )


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": " "},
        {"reason": "x" * 1001},
        {"kind": "nada"},
        {"gate": "6.4"},
        {"gate": "x" * 11},
        {"gate": ""},
    ],
)
def test_a_waiver_that_is_none_is_refused_in_words(failing, waive, typed):
    response = waive(failing, **typed)

    assert response.status_code == 422
    assert not Waiver.objects.exists()


def test_a_refused_waiver_keeps_what_was_typed(failing, waive):
    response = waive(failing, reason="x" * 1001)

    assert "x" * 1001 in response.content.decode()


def test_a_waiver_is_withdrawn_with_a_reason(client, failing, waive):
    waive(failing)
    given = Waiver.objects.get()
    address = reverse("waiver_withdraw", args=[failing.slug, given.pk])

    refused = client.post(address, {"reason": ""})
    response = client.post(address, {"reason": "No basta."})

    assert (refused.status_code, response.status_code) == (422, 302)
    assert not Waiver.objects.exists()


def test_a_waiver_of_another_evaluation_is_not_found(client, cast, failing, waive, make_evaluation):
    waive(failing)
    other = make_evaluation("moderation")
    client.force_login(cast.owner)

    address = reverse("waiver_withdraw", args=[other.slug, Waiver.objects.get().pk])

    assert client.post(address, {"reason": "No basta."}).status_code == 404


def test_a_waiver_that_nothing_needs_any_more_says_so(failing, waive, settle, get, cast):
    waive(failing)
    settle(failing, value="100", evidence="4")

    [waived] = get(failing, cast.owner).context["gates"].waived

    assert (waived.needless, waived.words) == (True, "It does not fail any more.")


def test_an_open_requirement_says_what_would_settle_it(get, cast, failing):
    gates = get(failing, cast.owner).context["gates"].open

    [one] = [one for one in gates if one.title.startswith("6.4 ")]
    assert [(at.key, at.words) for at in one.settling] == [("at-integrador-a-6-4", "an answer")]


# Agreement


def test_how_far_people_agree_is_told_and_not_corrected(get, cast, moderated):
    found = get(moderated, cast.owner).context["agreement"]

    assert [(one.person, one.points, one.cells) for one in found.people] == [
        ("Assessor", "+100.0", "1"),
        ("Owner", "—", "0"),
        ("Second", "−100.0", "1"),
    ]
    assert [(one.title[:3], one.widest, one.deviation) for one in found.furthest] == [
        (KNOCK_OUT, "100", "70.7")
    ]
    assert (found.whole.w, found.whole.basis) == ("—", "too little that all of them rated")


def test_a_consensus_hides_no_disagreement(get, cast, moderated, settle):
    before = get(moderated, cast.owner).context["agreement"]

    settle(moderated)

    assert get(moderated, cast.owner).context["agreement"] == before


# Alone, and closing


@pytest.fixture
def alone(make_evaluation, cast, at, say) -> Evaluation:
    evaluation = make_evaluation("open", alone=True)
    say(evaluation, cast.owner, 0.0)
    transition.moderate(evaluation=evaluation, by=cast.owner, at=at)
    return evaluation


def test_who_is_alone_has_nothing_to_settle_and_one_button_to_close(get, cast, alone):
    response = get(alone, cast.owner)

    page = response.content.decode()
    assert "There is nothing to settle" in page
    assert page.count(reverse("evaluation_close", args=[alone.slug])) == 1
    assert response.context["agreement"] is None


def test_who_is_alone_still_sees_what_matters_and_is_unanswered(get, cast, alone):
    response = get(alone, cast.owner)

    assert [one.gate for one in response.context["gates"].failed] == [KNOCK_OUT]
    assert response.context["gates"].open != ()
    assert AT_KNOCK_OUT not in items(response)
    assert {one.apart for one in items(response).values()} <= {
        "Nobody rated it: it counts as 0 and could be 100."
    }


def test_before_one_closes_it_says_what_is_open(get, cast, moderated):
    page = get(moderated, cast.owner).context["page"]

    assert page.left[0] == (
        f"{page.total} items of the agenda are not settled: they count as they were rated."
    )
    assert page.left[1].startswith("Integrador ")
    assert page.left[1].endswith("cannot be chosen as it stands.")


def test_an_evaluation_without_candidates_says_so(make_evaluation, cast, at, get):
    evaluation = make_evaluation("open")
    candidates.remove(candidate=evaluation.candidates.get(), by=cast.owner, at=at)
    transition.moderate(evaluation=evaluation, by=cast.owner, at=at)

    response = get(evaluation, cast.owner)

    assert (response.status_code, "agenda" in response.context) == (200, False)


# Cost


@pytest.mark.parametrize(("firms", "people"), [(1, 1), (3, 3)])
def test_the_page_costs_the_same_for_one_and_for_three(
    make_evaluation, cast, at, say, get, django_assert_num_queries, firms, people
):
    evaluation = make_evaluation("open", candidates=firms)
    assessors = [cast.assessor, cast.second]
    if people == 3:
        third = User.objects.create_user("third", "third@empresa.example")
        granted = seat.grant(
            evaluation=evaluation, user=third, role=Role.ASSESSOR, by=cast.owner, at=at
        )
        declare_nothing(granted, at)
        assessors.append(third)
    for one in evaluation.candidates.all():
        for number, who in enumerate(assessors):
            say(evaluation, who, 100.0 * (number % 2), of=one.code)
    transition.moderate(evaluation=evaluation, by=cast.owner, at=at)
    for one in evaluation.candidates.all():
        consensus.settle(
            candidate=one,
            check=evaluation.checks().get(code="6.3"),
            value=50.0,
            evidence=2,
            reason="Así.",
            version=0,
            by=cast.owner,
            at=at,
        )
    get(evaluation, cast.owner)  # keeps the comparison

    with django_assert_num_queries(QUERIES):
        response = get(evaluation, cast.owner)

    assert len(items(response, "settled")) == firms


QUERIES = 34
