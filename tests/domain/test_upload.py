import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from scoring.domain import inspection, upload
from scoring.domain.refusal import Refusal, Refused
from tests.security.uploads.documents import written


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("oferta.pdf", "oferta.pdf"),
        ("../../etc/oferta.pdf", "oferta.pdf"),
        ("C:\\Users\\ana\\oferta.pdf", "oferta.pdf"),
        ("  dos   blancos .pdf ", "dos blancos .pdf"),
        ("...oculto.pdf", "oculto.pdf"),
        ("línea\r\nX-Evil: 1.pdf", "líneaX-Evil: 1.pdf"),
        ("factura\u202egpj.pdf", "facturagpj.pdf"),
        ("cero\u200bancho\ufeff.pdf", "ceroancho.pdf"),
        ("an\u0303o.pdf", "año.pdf"),
        ("NUL\0.pdf", "NUL.pdf"),
        ("x" * 200 + ".pdf", "x" * 146 + ".pdf"),
        ("x" * 200, "x" * 150),
        ("", ""),
        ("..", ""),
    ],
)
def test_a_name_is_made_safe_to_show_and_to_save_under(sent: str, name: str) -> None:
    assert upload.safe_name(sent) == name


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.PDF", "pdf"), ("a.b.Csv", "csv"), ("pdf", ""), (".pdf", ""), ("a.", ""), ("", "")],
)
def test_the_ending_is_what_follows_the_last_dot_of_a_name(name: str, ending: str) -> None:
    assert upload.ending_of(name) == ending


def test_what_is_handed_out_is_typed_by_its_ending() -> None:
    assert upload.CONTENT_TYPES.keys() == upload.SIGNATURES.keys()
    assert not {"html", "xml", "script"} & {one.rpartition("/")[2] for one in upload.CONTENT_TYPES}


def test_every_reason_has_words() -> None:
    assert set(upload.REASONS) == set(Refusal)


def test_a_file_of_the_largest_size_comes_in() -> None:
    file = ContentFile(b"a" * upload.LARGEST, name="largo.txt")

    assert len(upload.checked(file).content) == upload.LARGEST


def test_one_byte_more_does_not() -> None:
    file = ContentFile(b"a" * (upload.LARGEST + 1), name="largo.txt")

    with pytest.raises(ValidationError) as refusal:
        upload.checked(file)

    assert refusal.value.code == "size"


def test_a_reason_names_the_file_and_the_kind() -> None:
    with pytest.raises(ValidationError) as refusal:
        upload.checked(ContentFile(b"hola", name="../oferta.pdf"))

    assert refusal.value.code == "other_kind"
    assert refusal.value.params == {"name": "oferta.pdf", "ending": "PDF"}


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "MOST_TIME", 0.01)
    start = time.monotonic()

    with pytest.raises(Refused) as refused:
        inspection.inspect_apart(written(), "pdf")

    assert refused.value.why == Refusal.HEAVY
    assert time.monotonic() - start < 5


def test_a_child_cannot_have_more_memory_than_its_limit() -> None:
    code = (
        "from scoring.domain import inspection as i\n"
        "i.confine(memory=i.MOST_MEMORY, seconds=i.MOST_CPU)\n"
        "try:\n    bytes(i.MOST_MEMORY)\nexcept MemoryError:\n    print('refused')"
    )

    assert run(code) == "refused"


def test_a_child_cannot_write_a_file(tmp_path: Path) -> None:
    code = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from scoring.domain import inspection as i\n"
        "i.confine(memory=i.MOST_MEMORY, seconds=i.MOST_CPU)\n"
        f"try:\n    open({str(tmp_path / 'x')!r}, 'w', buffering=1).write('x\\n')\n"
        "except OSError:\n    print('refused')"
    )

    assert run(code) == "refused"
    assert not (tmp_path / "x").read_bytes()


def test_a_child_that_falls_over_refuses_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(inspection, "ROOT", tmp_path)  # where the module is not found

    with pytest.raises(Refused) as refused:
        inspection.inspect_apart(written(), "pdf")

    assert refused.value.why == Refusal.BROKEN
    assert "No module named" in caplog.text


def test_the_inspection_brings_no_django_along() -> None:
    code = (
        "import sys, scoring.domain.inspection\n"
        "print(any(name.startswith('django') for name in sys.modules))"
    )

    assert run(code) == "False"


def run(code: str) -> str:
    command = [sys.executable, "-c", code]
    done = subprocess.run(  # noqa: S603  the code is the tests' own
        command, cwd=inspection.ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
