"""What may be uploaded: a file whose ending, first bytes and content say the same of it.

`checked` makes an `Upload`, and nothing else does: who has one holds a file that was inspected.
docs/decisions/0014-files-are-inspected-apart.md says why it goes about it this way.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .inspection import inspect_apart
from .refusal import Refusal, Refused

LARGEST = 10 * 1024 * 1024  # bytes
LONGEST_NAME = 150  # characters, as the model keeps it

# By ending: the bytes that such a file starts with, and the type under which it is handed out.
# Nothing that a browser would run: no svg, no html. Text files have no signature.
SIGNATURES: dict[str, bytes] = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "txt": b"",
    "csv": b"",
}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain",
    "csv": "text/csv",
}

CONTROL = re.compile(r"[^\t\n\f\r\x20-\x7e\xa0-\U0010ffff]")
MARKUP = re.compile(
    r"\A\s*<(?:[!?/]|[a-z][\w:-]*[\s/>])|<(?:!doctype|html|script|svg|iframe)\b", re.IGNORECASE
)
SCRIPT = re.compile(r"\A(?:#!|%PDF-|%!PS|\{\\rtf|MIME-Version:)", re.IGNORECASE)
READ_AS_MARKUP = 4096  # characters: browsers that guess look at fewer

REASONS = {
    Refusal.OTHER_KIND: gettext_lazy(
        "“%(name)s” is not what its name says (%(ending)s). Save it as that kind and try again."
    ),
    Refusal.BROKEN: gettext_lazy(
        "“%(name)s” cannot be read as %(ending)s: it is damaged or incomplete. "
        "Open it, save it again and try once more."
    ),
    Refusal.BOMB: gettext_lazy(
        "“%(name)s” unpacks to far more than a document of its size holds, so it was not opened."
    ),
    Refusal.HEAVY: gettext_lazy(
        "“%(name)s” takes too long or too much memory to read. Save a simpler copy, as PDF say."
    ),
    Refusal.LOCKED: gettext_lazy(
        "“%(name)s” is encrypted. Save it without a password: nobody could check it later."
    ),
    Refusal.TRAVERSAL: gettext_lazy(
        "“%(name)s” has parts that would lie outside of it. No office program makes such a file."
    ),
    Refusal.ACTIVE: gettext_lazy(
        "“%(name)s” holds macros, scripts or embedded objects. Save it without them, or as PDF."
    ),
    Refusal.FETCHES: gettext_lazy(
        "“%(name)s” takes parts from elsewhere when it is opened. Put them into the file, "
        "or save it as PDF."
    ),
    Refusal.MORE_THAN_ONE: gettext_lazy(
        "“%(name)s” holds something else beside the %(ending)s. Save it again and try once more."
    ),
    Refusal.LARGE_PICTURE: gettext_lazy(
        "“%(name)s” is too large a picture: at most 60 megapixels and 20,000 pixels a side."
    ),
    Refusal.BINARY: gettext_lazy(
        "“%(name)s” is not plain text: it has characters that no text has. Save it as UTF-8 text."
    ),
    Refusal.ENCODING: gettext_lazy(
        "“%(name)s” is neither UTF-8 nor Windows-1252 text. Save it as UTF-8."
    ),
    Refusal.MARKUP: gettext_lazy(
        "“%(name)s” is a page, a drawing or a script, not plain text. Save what it shows as PDF."
    ),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept. `name` is the sender's, made safe to show and to save under."""

    name: str
    ending: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked(file: "File[Any]") -> Upload:
    """The file's content, inspected; ValidationError says in words why a file is not taken."""
    name = safe_name(file.name or "")
    ending = ending_of(name)
    if ending not in SIGNATURES:
        raise ValidationError(
            _("“%(name)s” is not of an allowed kind: PDF, PNG, JPG, DOCX, XLSX, TXT or CSV."),
            code="ending",
            params={"name": name},
        )
    if not file.size:
        raise ValidationError(
            _("“%(name)s” is empty: nothing was sent. Look at the file, and choose it again."),
            code="empty",
            params={"name": name},
        )
    if file.size > LARGEST:
        raise ValidationError(
            _("The file has %(size)s; the most is %(most)s."),
            code="size",
            params={"size": filesizeformat(file.size), "most": filesizeformat(LARGEST)},
        )
    file.seek(0)
    upload = Upload(name, ending, file.read())
    try:
        inspect(upload)
    except Refused as refused:
        raise ValidationError(
            REASONS[refused.why],
            code=refused.why.name.lower(),
            params={"name": name, "ending": ending.upper()},
        ) from refused
    return upload


def inspect(upload: Upload) -> None:
    """Raise `Refused` unless the content is what the ending says."""
    if not upload.content.startswith(SIGNATURES[upload.ending]):
        raise Refused(Refusal.OTHER_KIND)
    if upload.ending in ("txt", "csv"):
        inspect_text(upload.content)
    else:
        inspect_apart(upload.content, upload.ending)


def inspect_text(content: bytes) -> None:
    """Plain text in UTF-8 or, as old spreadsheets write, in Windows-1252. Linear, so no child."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise Refused(Refusal.ENCODING) from error
    if CONTROL.search(text):
        raise Refused(Refusal.BINARY)
    if MARKUP.search(text, 0, READ_AS_MARKUP) or SCRIPT.match(text):
        raise Refused(Refusal.MARKUP)


def safe_name(sent: str) -> str:
    """The last part of the path, without what does not show: controls, and marks that turn the
    direction of writing (`gpj.exe` can be made to look like `exe.jpg`)."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", sent))[-1]
    shown = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    name = " ".join(shown.split()).lstrip(". ")
    stem, dot, ending = name.rpartition(".")
    return stem[: LONGEST_NAME - len(dot + ending)] + dot + ending if dot else name[:LONGEST_NAME]


def ending_of(name: str) -> str:
    stem, _dot, ending = name.rpartition(".")
    return ending.lower() if stem else ""
