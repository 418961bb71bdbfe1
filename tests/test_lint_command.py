from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from scoring.domain.rubric import make_draft

from .domain.rubrics import change, small_rubric


def lint(*args: str | int) -> list[str]:
    said = StringIO()
    call_command("lint_rubric", *args, "--language=en", stdout=said)
    return said.getvalue().splitlines()


def test_a_rubric_without_fault_is_quickly_told(db):
    small_rubric()

    assert lint("small") == ["small v1: 0"]


def test_each_finding_is_a_line_with_code_place_and_remedy(db):
    small = small_rubric()
    change(small, "1.1", topic="backups")
    change(small, "2.1", topic="backups", title_fr="")

    head, overlap, translation = lint("small", 1)

    assert head == "small v1: 2"
    assert overlap.startswith(
        "  warning overlap 1.1, 2.1: 2 checks share the topic “backups”, 33.3% of the whole"
        " together. What is good"
    )
    assert translation == (
        "  warning missing-translation 2.1: A text is missing: title (French)."
        " Translate it: who reads that language sees nothing there."
    )


def test_an_error_ends_it_badly_after_all_is_said(db):
    change(small_rubric(), "1.1", minimum=90)
    said = StringIO()

    with pytest.raises(CommandError) as refusal:
        call_command("lint_rubric", "small", language="en", stdout=said)

    assert (str(refusal.value), refusal.value.returncode) == ("Errors: 1", 1)
    assert "unreachable-gate 1.1: It demands 90" in said.getvalue()


def test_without_a_name_the_newest_version_of_each_is_read(rubric, cast, at):
    make_draft(rubric=rubric, by=cast.admin, at=at)
    small_rubric()

    heads = [line for line in lint() if not line.startswith(" ")]

    assert heads == ["small v1: 0", "zimbra-integrator v2: 15"]


def test_an_older_version_is_read_by_its_number(rubric, cast, at):
    make_draft(rubric=rubric, by=cast.admin, at=at)

    assert lint(rubric.slug, 1)[0] == "zimbra-integrator v1: 15"
    assert lint(rubric.slug)[0] == "zimbra-integrator v2: 15"


@pytest.mark.parametrize(
    ("wanted", "named"), [(["nowhere"], "nowhere"), (["small", 9], "small v9")]
)
def test_a_rubric_that_is_not_there_is_named(db, wanted, named):
    small_rubric()

    with pytest.raises(CommandError, match=f"^There is no rubric “{named}”.$"):
        lint(*wanted)
