"""What the verifier looks for on the pages is what the pages say."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from scoring.verifier import LABELS


@pytest.mark.parametrize("language", LABELS)
def test_labels_are_those_of_the_report(language: str) -> None:
    with translation.override(language):
        printed = {
            "inputs_digest": gettext("Inputs digest"),
            "frozen_fingerprint": gettext("Frozen fingerprint"),
            "head": gettext("Head of the ledger"),
            "engine": gettext("Engine"),
            "short": (gettext("inputs %(digest)s…") % {"digest": "|"}).split("|")[0].strip(),
        }

    assert LABELS[language] == printed
