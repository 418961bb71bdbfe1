"""What every answer says to the browser."""

import pytest
from django.urls import reverse

PAGES = ["/", "/evaluations/new/", "/rubrics/", "/no-such-page/"]


@pytest.mark.parametrize("address", PAGES)
def test_a_signed_in_answer_is_locked_down_and_kept_by_no_cache(client, cast, address):
    client.force_login(cast.owner)

    response = client.get(address)

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_the_sign_in_page_is_locked_down_too(client, db):
    response = client.get(reverse("account_login"))

    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_nobody_makes_an_account_for_themselves(client, db, django_user_model):
    fields = {"username": "eve", "email": "eve@x.example", "password1": "p4ss-Wort-lang"}

    client.post(reverse("account_signup"), fields | {"password2": "p4ss-Wort-lang"})

    assert not django_user_model.objects.exists()


def test_the_language_is_spanish_until_the_reader_chooses(client, db):
    page = client.get(reverse("account_login"), headers={"accept-language": "en"})

    assert '<html lang="es">' in page.content.decode()


@pytest.mark.parametrize("language", ["es", "fr", "en"])
def test_a_chosen_language_stays(client, db, language):
    client.post(reverse("set_language"), {"language": language})

    page = client.get(reverse("account_login"))

    assert f'<html lang="{language}">' in page.content.decode()
