import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from scoring.engine import Problem, compare
from scoring.enums import State


def test_report_writes_a_pdf(scored, tmp_path):
    file = tmp_path / "informe.pdf"

    call_command("report", scored.slug, language="fr", output=file, stderr=StringIO())

    assert file.read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize("command", ["report", "problem"])
def test_an_unknown_evaluation_is_named(db, tmp_path, command):
    with pytest.raises(CommandError, match="There is no evaluation “nowhere”"):
        call_command(command, "nowhere", output=tmp_path / "x")


def test_a_draft_has_no_report(draft, tmp_path):
    with pytest.raises(CommandError, match="is a draft"):
        call_command("report", draft.slug, output=tmp_path / "x.pdf")


def test_an_evaluation_without_candidates_has_neither(make_evaluation, tmp_path):
    empty = make_evaluation(State.OPEN, candidates=1)
    empty.candidates.all().delete()

    with pytest.raises(CommandError, match="has no candidate"):
        call_command("report", empty.slug, output=tmp_path / "x.pdf")
    with pytest.raises(CommandError, match="candidates: must be one or more"):
        call_command("problem", empty.slug)


def test_a_language_that_is_not_ours_is_refused(scored, tmp_path):
    with pytest.raises(CommandError, match="invalid choice: 'de'"):
        call_command("report", scored.slug, "--language=de", f"--output={tmp_path / 'x.pdf'}")


@pytest.mark.parametrize("command", ["report", "problem"])
def test_a_place_that_cannot_be_written_is_told(scored, tmp_path, command):
    with pytest.raises(CommandError, match="No such file"):
        call_command(command, scored.slug, output=tmp_path / "nowhere" / "x")


def test_problem_prints_what_rank_would_read(scored, dossier):
    printed = StringIO()

    call_command("problem", scored.slug, stdout=printed)

    answer = compare(Problem.from_json(printed.getvalue()))
    assert answer == dossier.comparison


def test_problem_writes_the_same_to_a_file(scored, tmp_path):
    file, printed = tmp_path / "problem.json", StringIO()

    call_command("problem", scored.slug, output=file)
    call_command("problem", scored.slug, stdout=printed)

    assert json.loads(file.read_text()) == json.loads(printed.getvalue())
