import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from scoring.engine import Problem, compare
from scoring.enums import State


def write(evaluation, file, **options) -> bytes:
    call_command("report", evaluation.slug, output=file, stderr=StringIO(), **options)
    return file.read_bytes()


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        (".pdf", b"%PDF-"),
        (".xlsx", b"PK"),
        (".csv", b"\xef\xbb\xbf"),
        (".json", b"{"),
        (".XLSX", b"PK"),
    ],
)
def test_report_writes_what_the_ending_says(scored, tmp_path, ending, start):
    assert write(scored, tmp_path / f"informe{ending}", language="fr").startswith(start)


def test_report_writes_the_problem_as_json(scored, dossier, tmp_path):
    assert Problem.from_json(write(scored, tmp_path / "x.json")) == dossier.problem


@pytest.mark.parametrize("name", ["informe", "informe.doc", "informe.pdf.zip"])
def test_an_unknown_ending_is_refused_with_the_known_ones(scored, tmp_path, name):
    with pytest.raises(CommandError, match=r"one of \.pdf, \.xlsx, \.csv, \.json"):
        write(scored, tmp_path / name)


def test_an_unknown_section_is_refused_with_the_known_ones(scored, tmp_path):
    with pytest.raises(CommandError, match=r"no section “nope”\. Choose from: full, short, compe"):
        write(scored, tmp_path / "x.pdf", sections="gates,nope")


@pytest.mark.parametrize("said", ["full", "short", "gates", "gates, method"])
def test_sections_are_a_preset_or_a_list(scored, tmp_path, said):
    assert write(scored, tmp_path / "x.pdf", sections=said).startswith(b"%PDF-")


def test_an_anonymous_report_names_no_assessor(scored, cast, tmp_path):
    cast.owner.username = "rosalind"
    cast.owner.save()

    named = write(scored, tmp_path / "named.json")
    anonymous = write(scored, tmp_path / "anonymous.json", anonymous=True)

    assert [b"rosalind" in one for one in (named, anonymous)] == [True, False]


def test_a_candidate_that_is_not_there_is_refused_with_those_that_are(scored, tmp_path):
    with pytest.raises(CommandError, match=r"no candidate “nadie”\. Choose from: integrador-a, "):
        write(scored, tmp_path / "x.pdf", candidate="nadie")


def test_a_letter_is_a_pdf(scored, tmp_path):
    with pytest.raises(CommandError, match="A letter to a candidate is a PDF"):
        write(scored, tmp_path / "x.csv", candidate="integrador-a")


@pytest.mark.parametrize("command", ["report", "problem"])
def test_an_unknown_evaluation_is_named(db, tmp_path, command):
    with pytest.raises(CommandError, match="There is no evaluation “nowhere”"):
        call_command(command, "nowhere", output=tmp_path / "x.json")


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
        call_command(command, scored.slug, output=tmp_path / "nowhere" / "x.json")


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
