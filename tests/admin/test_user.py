"""People: made, changed and deactivated by an administrator, each time on record."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from scoring.models import LedgerEntry, User
from tests.conftest import PASSWORD
from tests.pages import form_of

NEW = {
    "username": "ines",
    "usable_password": "true",
    "password1": "caballo grapa correcta",
    "password2": "caballo grapa correcta",
    "first_name": "Inés",
    "last_name": "Gil",
    "email": "Ines@Empresa.example",
}


def page(person: User) -> str:
    return reverse("admin:scoring_user_change", args=[person.pk])


@pytest.fixture
def add(administrator):
    def post(**changes):
        return administrator.post(reverse("admin:scoring_user_add"), {**NEW, **changes})

    return post


@pytest.fixture
def save(administrator):
    def post(person: User, **changes):
        return administrator.post(
            page(person), {**form_of(administrator.get(page(person))), **changes}
        )

    return post


def entries() -> list[tuple]:
    return [(e.action, e.subject, e.old, e.new) for e in LedgerEntry.objects.all()]


def test_a_person_is_made_who_can_sign_in_and_administers_nothing(add, client):
    add()

    made = User.objects.get(username="ines")
    client.logout()
    assert (made.is_active, made.is_staff, made.email) == (True, False, "ines@empresa.example")
    assert client.login(username="ines", password=NEW["password1"])


def test_a_new_person_is_on_record_without_the_password(add):
    add()

    [(action, subject, old, new)] = entries()
    assert (action, subject, old) == ("person.added", "ines", None)
    assert set(new) == {"username", "first_name", "last_name", "email", "is_active", "is_staff"}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"username": "OWNER"}, "username"),
        ({"username": ""}, "username"),
        ({"username": "a b"}, "username"),
        ({"email": "Owner@Empresa.example"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "ines"}, "email"),
        ({"password2": "otra"}, "password2"),
        ({"password1": "12345678", "password2": "12345678"}, "password2"),
    ],
)
def test_a_wrong_new_person_is_refused_and_what_was_typed_stays(add, changes, place):
    response = add(**changes)

    assert list(response.context["adminform"].form.errors) == [place]
    assert form_of(response)["last_name"] == "Gil"
    assert not User.objects.filter(last_name="Gil").exists()


def test_who_leaves_is_deactivated_on_record_and_out_at_once(save, cast):
    theirs = Client()
    theirs.force_login(cast.assessor)
    typed = {"is_active": ""}

    save(cast.assessor, **typed)

    cast.assessor.refresh_from_db()
    assert not cast.assessor.is_active
    assert theirs.get("/").status_code == 302
    assert entries() == [("person.changed", "assessor", {"is_active": True}, {"is_active": False})]


def test_another_administrator_is_made_on_record(save, cast):
    save(cast.owner, is_staff="on")

    assert entries() == [("person.changed", "owner", {"is_staff": False}, {"is_staff": True})]


def test_nobody_takes_their_own_rights_away(save, cast):
    response = save(cast.admin, is_staff="", is_active="", last_name="Ruiz")

    cast.admin.refresh_from_db()
    assert response.status_code == 302
    assert (cast.admin.is_staff, cast.admin.is_active) == (True, True)
    assert cast.admin.last_name == "Ruiz"


@pytest.mark.parametrize("field", ["is_superuser", "groups", "user_permissions", "password"])
def test_nothing_else_of_an_account_is_for_this_page(save, cast, field):
    before = User.objects.filter(pk=cast.owner.pk).values().get()

    save(cast.owner, **{field: "1"})

    assert User.objects.filter(pk=cast.owner.pk).values().get() == before
    assert entries() == []


def test_an_account_saved_as_it_was_leaves_no_entry(save, cast):
    save(cast.owner)

    assert entries() == []


def test_with_a_new_address_the_old_one_opens_nothing(save, cast):
    EmailAddress.objects.create(user=cast.owner, email=cast.owner.email, primary=True)

    save(cast.owner, email="nueva@empresa.example")

    assert list(EmailAddress.objects.filter(user=cast.owner)) == []


def test_a_password_is_set_on_record_and_not_told(administrator, cast, client):
    address = reverse("admin:auth_user_password_change", args=[cast.owner.pk])
    new = {"password1": "caballo grapa correcta", "password2": "caballo grapa correcta"}

    administrator.post(address, {**new, "usable_password": "true", "set-password": "1"})

    [entry] = LedgerEntry.objects.all()
    cast.owner.refresh_from_db()
    assert cast.owner.check_password(new["password1"])
    assert (entry.action, entry.subject, entry.actor_id) == (
        "person.password_set",
        "owner",
        cast.admin.pk,
    )
    assert (entry.old, entry.new) == (None, None)


@pytest.mark.parametrize(
    "typed",
    [
        {"password1": "a", "password2": "b", "usable_password": "true", "set-password": "1"},
        {"password1": "", "password2": "", "usable_password": "false", "set-password": "1"},
        {},
    ],
)
def test_a_password_that_was_not_set_is_not_on_record(administrator, cast, typed):
    address = reverse("admin:auth_user_password_change", args=[cast.owner.pk])

    administrator.post(address, typed)

    cast.owner.refresh_from_db()
    assert cast.owner.check_password(PASSWORD)
    assert entries() == []


def test_people_are_not_deleted(administrator, cast):
    response = administrator.post(
        reverse("admin:scoring_user_delete", args=[cast.owner.pk]), {"post": "yes"}
    )

    assert response.status_code == 403
    assert User.objects.filter(pk=cast.owner.pk).exists()
