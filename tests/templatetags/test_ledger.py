import pytest
from django.utils import translation

from scoring.templatetags.ledger import LABELS, label, told


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),
        ("", "—"),
        ([], "—"),
        (0, "0"),
        (True, "sí"),
        (["4.5", "4.6"], "4.5, 4.6"),
        ({"1": "5", "2": "12"}, "1 → 5, 2 → 12"),
    ],
)
def test_a_fact_is_told_in_words(value, shown):
    with translation.override("es"):
        assert told(value) == shown


def test_a_fact_without_better_words_keeps_its_own_name():
    assert label("sha256") == "sha256"


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_fact_has_words_in_the_readers_language(language):
    with translation.override("en"):
        english = {name: label(name) for name in LABELS}
    with translation.override(language):
        same = {name for name in LABELS if label(name) == english[name]}

    assert same <= {"note", "code", "signature"}  # the same word in French
