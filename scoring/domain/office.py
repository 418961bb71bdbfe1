"""DOCX and XLSX from inside: their zip directory first, then each part. Knows no Django.

Both are zips of XML parts. What a zip claims of itself is held to limits before anything of it is
unpacked, and what is unpacked is read as a stream, so the cost is bounded by `MOST_UNPACKED`.
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from xml.parsers import expat

from .refusal import Refusal, Refused

MOST_ENTRIES = 2_000
MOST_DIRECTORY = 512 * 1024  # bytes: every entry of the directory costs memory before it is counted
MOST_UNPACKED = 100 * 1024 * 1024  # bytes, of all the parts together
RATIO_COUNTS_FROM = 1024 * 1024  # bytes: a short part may well be one word a thousand times
MOST_RATIO = 200  # sheets of numbers pack to a thirtieth; deflate's own limit is 1 032
MOST_LISTED = 8 * 1024 * 1024  # bytes of a part whose elements are kept: types, relations
CHUNK = 256 * 1024

END = struct.Struct("<4s4H2LH")  # the end of central directory record, always the last of the file
ENCRYPTED = 0x0001 | 0x0040 | 0x2000  # flag bits: encrypted, strongly encrypted, masked header
LOCAL_HEADER = 30  # bytes, without the name and the extra field
BROKEN = (  # what the two parsers raise
    *(zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError),
    *(NotImplementedError, LookupError, EOFError, OSError, ValueError),
)

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
ROOTS = {"docx": "document", "xlsx": "workbook"}
type Element = tuple[str, dict[str, str]]  # local name, attributes

CONTENT_TYPES = "[Content_Types].xml"
ACTIVE_TYPE = re.compile(r"macroenabled|vbaproject|vbadata|activex|oleobject", re.IGNORECASE)
ACTIVE_NAME = re.compile(
    r"vbaproject|vbadata|/activex/|/macrosheets/"
    r"|\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|html?|mht|mhtml|jar|lnk|sh|py|php)$",
    re.IGNORECASE,
)
EMBEDDED = "/embeddings/"


def inspect_office(content: bytes, ending: str, *, inside: bool = False) -> None:
    """Raise `Refused` unless this is a whole document of its kind that runs and fetches nothing.

    A chart brings its figures along as a workbook of its own: such a one is inspected too, and may
    hold no third (`inside`).
    """
    _require_plain_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _require_bounded(entries)
            for entry in entries:
                _require_innocent_name(entry)
            _require_type(archive, ending)
            for entry in entries:
                _inspect_part(archive, entry, inside=inside)
    except BROKEN as error:
        raise Refused(Refusal.BROKEN) from error


def _require_plain_directory(content: bytes) -> None:
    """A zip from the first byte to the last: nothing before, between directory and end, or after.

    That leaves no room for a second file kind, and no comment in which one could hide.
    """
    if len(content) < END.size or not content.startswith(b"PK\x03\x04"):
        raise Refused(Refusal.OTHER_KIND)
    last = END.unpack(content[-END.size :])
    signature, disk, first_disk, here, total, size, offset, comment = last
    if signature != b"PK\x05\x06" or comment:
        raise Refused(Refusal.MORE_THAN_ONE)
    if total > MOST_ENTRIES or size > MOST_DIRECTORY:
        raise Refused(Refusal.BOMB)
    if disk or first_disk or here != total or offset + size != len(content) - END.size:
        raise Refused(Refusal.BROKEN)


def _require_bounded(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(Refusal.BOMB)
    for entry in entries:
        if entry.file_size > max(RATIO_COUNTS_FROM, MOST_RATIO * entry.compress_size):
            raise Refused(Refusal.BOMB)
        if entry.flag_bits & ENCRYPTED:
            raise Refused(Refusal.LOCKED)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(Refusal.BROKEN)
    at = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < at:  # parts that share bytes: how a small bomb becomes a big one
            raise Refused(Refusal.BOMB)
        at = entry.header_offset + LOCAL_HEADER + len(entry.filename) + entry.compress_size


def _require_innocent_name(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    path = PurePosixPath(name)
    strange = re.search(r"[\\:\x00-\x1f\x7f]", name)
    if path.is_absolute() or ".." in path.parts or strange or not name:
        raise Refused(Refusal.TRAVERSAL)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(Refusal.TRAVERSAL)
    if ACTIVE_NAME.search(f"/{name}"):
        raise Refused(Refusal.ACTIVE)


def _require_type(archive: zipfile.ZipFile, ending: str) -> None:
    """The list of content types names one main part, of the kind that the ending says, and it is
    there."""
    names = [name.casefold() for name in archive.namelist()]
    if len(set(names)) != len(names):
        raise Refused(Refusal.BROKEN)  # two parts of one name: each reader takes another
    if CONTENT_TYPES.casefold() not in names:
        raise Refused(Refusal.OTHER_KIND)
    declared = _elements(archive, archive.getinfo(CONTENT_TYPES))
    types = [attributes.get("ContentType", "") for _name, attributes in declared]
    if any(ACTIVE_TYPE.search(one) for one in types):
        raise Refused(Refusal.ACTIVE)
    main = [
        attributes.get("PartName", "").removeprefix("/")
        for name, attributes in declared
        if name == "Override" and attributes.get("ContentType") == TYPES[ending]
    ]
    if len(main) != 1 or main[0].casefold() not in names:
        raise Refused(Refusal.OTHER_KIND)
    if _root(archive, main[0]) != ROOTS[ending]:
        raise Refused(Refusal.OTHER_KIND)


def _inspect_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, inside: bool) -> None:
    """Every part unpacks to what the directory says of it, and XML is well-formed."""
    name = entry.filename.casefold()
    if EMBEDDED in f"/{name}" and not name.endswith("/"):
        ending = name.rpartition(".")[2]
        if inside or ending not in TYPES:
            raise Refused(Refusal.ACTIVE)
        inspect_office(archive.read(entry), ending, inside=True)
    elif name.endswith(".rels"):
        _require_no_fetching(_elements(archive, entry))
    elif name.endswith((".xml", ".vml")):
        parser = _parser()
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    else:
        with archive.open(entry) as part:
            while part.read(CHUNK):
                pass  # the checksum is compared at the end


def _require_no_fetching(relations: list[Element]) -> None:
    """What lies outside the file is at most a link that a person would have to follow."""
    for name, attributes in relations:
        kind = attributes.get("Type", "").rpartition("/")[2].casefold()
        outside = attributes.get("TargetMode", "").casefold() == "external"
        if name == "Relationship" and (kind == "afchunk" or (outside and kind != "hyperlink")):
            raise Refused(Refusal.FETCHES)


def _elements(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> list[Element]:
    """The elements of a short part, in their order."""
    if entry.file_size > MOST_LISTED:
        raise Refused(Refusal.BOMB)
    found: list[Element] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name.rpartition(" ")[2], attributes)
    )
    parser.Parse(archive.read(entry), True)
    return found


def _root(archive: zipfile.ZipFile, name: str) -> str:
    """The name of the part's first element."""
    found: list[str] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, _attributes: found.append(name.rpartition(" ")[2])
    with archive.open(name) as part:
        parser.Parse(part.read(64 * 1024), False)
    return found[0] if found else ""


def _parser() -> expat.XMLParserType:
    """No document type: so no entity that grows, and none that is fetched."""

    def refuse(*_declared: object) -> None:
        raise Refused(Refusal.ACTIVE)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    return parser
