"""The one file, as an auditor has it: alone in a folder, with a bare Python."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from scoring import verifier
from scoring.verifier import DEFAULT_LANGUAGE, LABELS, TEXTS

from .enclosed import HEAD, as_files, enclosed
from .printed import small_report
from .test_pages import problem

FILE = Path(verifier.__file__)
OLDEST = (3, 9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file, a report, the same report with another score, and something else."""
    place = tmp_path_factory.mktemp("auditor")
    parts = enclosed(problem())
    (place / "verifier.py").write_bytes(FILE.read_bytes())
    (place / "report.pdf").write_bytes(small_report(parts))
    (place / "lie.pdf").write_bytes(small_report(parts, **{"<b>30.0</b>": "<b>85.0</b>"}))
    (place / "note.pdf").write_bytes(b"Hello")
    (place / "problem.json").write_bytes(as_files(parts)["problem.json"])
    return place


def run(folder: Path, *arguments: str) -> tuple[int, list[str], str]:
    """Isolated and without site-packages: no part of the project is in reach."""
    command = [sys.executable, "-I", "-S", "verifier.py", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120)  # noqa: S603
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


def test_a_report_that_agrees_ends_with_0(folder: Path) -> None:
    head = f"{HEAD['number']}:{HEAD['digest']}"

    code, said, errors = run(folder, "report.pdf", "--head", head, "--problem", "problem.json")

    assert (code, said[-1], errors) == (
        0,
        "✓ Everything agrees: the report says what comes of the attached inputs.",
        "",
    )
    assert said[:5] == [
        "The ranking, worked out again from the attached inputs:",
        "    1   81.9  Ánfora · eligible",
        "    1   81.9  Béjar · eligible",
        "    —   30.0  Çelik · excluded",
        "In first place: Ánfora, Béjar",
    ]


def test_a_report_that_differs_ends_with_1_and_says_where_in_the_language_asked_for(
    folder: Path,
) -> None:
    code, said, errors = run(folder, "lie.pdf", "--language", "es")

    assert (code, said[-2:], errors) == (
        1,
        [
            "✗ Clasificación impresa, línea 3, puntos: dice 85.0; lo que resulta es 30.0.",
            "Hay 1 diferencia: no se fíe de este informe.",
        ],
        "",
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["note.pdf"], "Este archivo no se puede verificar: no es un PDF."),
        (
            ["nowhere.pdf", "--language", "fr"],
            "Ce fichier ne peut pas être vérifié : "
            "ce fichier n’existe pas, ou ne peut pas être lu.",
        ),
        (
            ["report.pdf", "--head", "12", "--language", "en"],
            "This file cannot be verified: --head is a number, a colon and 64 hexadecimal digits.",
        ),
        (
            ["report.pdf", "--problem", "verifier.py", "--language", "en"],
            "This file cannot be verified: verifier.py is no readable JSON.",
        ),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_a_sentence(
    folder: Path, arguments: list[str], says: str
) -> None:
    assert run(folder, *arguments) == (2, [says], "")


def test_it_needs_nothing_but_an_old_python_and_its_own_library() -> None:
    tree = ast.parse(FILE.read_text(), feature_version=OLDEST)

    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported <= sys.stdlib_module_names
    assert not imported & {"socket", "urllib", "http", "subprocess", "os", "pickle"}


def test_every_language_has_every_text() -> None:
    texts = {language: set(said) for language, said in TEXTS.items()}
    labels = {language: set(said) for language, said in LABELS.items()}

    assert texts == dict.fromkeys(TEXTS, texts[DEFAULT_LANGUAGE])
    assert labels == dict.fromkeys(TEXTS, labels[DEFAULT_LANGUAGE])


def test_every_text_is_used() -> None:
    source = FILE.read_text()

    assert [key for key in TEXTS["en"] if source.count(f'"{key}"') < 4] == []
