"""The page on which rules change after they were frozen."""

import pytest
from django.urls import reverse

from scoring.enums import State, Tier
from scoring.models import Check, LedgerEntry

WHY = "El comité pesa la seguridad más."


def address(evaluation) -> str:
    return reverse("evaluation_refreeze", args=[evaluation.slug])


def said(**changed) -> dict:
    weights = {f"weight_{number}": "1" for number in range(1, 13)}
    return {"reason": WHY, "tier": "1", "profile": "own"} | weights | changed


@pytest.mark.parametrize("person", ["assessor", "second", "procurement"])
def test_only_the_owner_changes_the_rules(client, cast, opened, person):
    client.force_login(getattr(cast, person))

    assert client.post(address(opened), said()).status_code == 403


@pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED, State.DECIDED])
def test_there_is_nothing_to_change_before_opening_or_after_closing(
    client, cast, make_evaluation, state
):
    client.force_login(cast.owner)

    assert client.get(address(make_evaluation(state))).status_code == 403


def test_the_page_starts_from_the_rules_of_today(client, cast, opened):
    client.force_login(cast.owner)

    form = client.get(address(opened)).context["form"]

    assert (form["tier"].value(), form["profile"].value()) == (Tier.EXPRESS, "balanced")


def test_new_rules_make_a_new_freeze(client, cast, opened):
    client.force_login(cast.owner)

    client.post(address(opened), said())

    first, second = opened.freezes.all()
    assert (second.number, second.reason) == (2, WHY)
    assert first.fingerprint != second.fingerprint


def test_title_and_budget_stay_whatever_is_sent(client, cast, opened):
    client.force_login(cast.owner)

    client.post(address(opened), said(title="Otro", reference_budget="999"))

    opened.refresh_from_db()
    assert (opened.title, opened.reference_budget) == ("Correo de la empresa", 30)


def test_without_a_reason_nothing_changes_and_what_was_typed_is_still_there(client, cast, opened):
    client.force_login(cast.owner)

    response = client.post(address(opened), said(reason=" ", weight_6="42"))

    assert response.status_code == 422
    assert response.context["form"]["weight_6"].value() == "42"
    assert opened.freezes.count() == 1


def test_a_check_is_left_out_with_its_reason(client, cast, opened):
    check = Check.objects.get(code="6.4")
    client.force_login(cast.owner)

    why = {f"out_{check.pk}": "on", f"why_{check.pk}": "No usamos correo externo."}
    client.post(address(opened), said(**why))

    assert opened.exclusions.get().reason == "No usamos correo externo."


def test_a_change_of_nothing_makes_no_freeze(client, cast, opened):
    client.force_login(cast.owner)
    same = said(profile="balanced", reason_for_gates="on", reason_for_extremes="on")

    client.post(address(opened), same)

    assert opened.freezes.count() == 1
    assert not LedgerEntry.objects.filter(action="evaluation.refrozen").exists()


def test_in_moderation_the_page_warns_that_nobody_rates_any_more(client, cast, make_evaluation):
    client.force_login(cast.owner)

    opened = client.get(address(make_evaluation(State.OPEN))).content.decode()
    moderated = client.get(address(make_evaluation(State.MODERATION))).content.decode()

    assert (opened.count("note warning"), moderated.count("note warning")) == (1, 2)
