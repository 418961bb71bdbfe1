"""Ways to spoil a workbook, by name: each takes the bytes of a good one."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
from openpyxl.workbook import Workbook

DAY = date(2026, 1, 1)

type Spoil = Callable[[bytes], bytes]


def opened(change: Callable[[Workbook], object]) -> Spoil:
    """The workbook as somebody saves it after a change."""

    def spoil(content: bytes) -> bytes:
        workbook = openpyxl.load_workbook(io.BytesIO(content))
        change(workbook)
        buffer = io.BytesIO()
        workbook.save(buffer)
        return buffer.getvalue()

    return spoil


def cell(place: str, value: object) -> Spoil:
    """`Checks!F2` holds something else."""
    sheet, _, coordinate = place.partition("!")

    def change(workbook: Workbook) -> None:
        workbook[sheet][coordinate] = value

    return opened(change)


def typed(place: str, value: object, kind: str) -> Spoil:
    """A value of a kind of its own: `e` an error, say."""
    sheet, _, coordinate = place.partition("!")

    def change(workbook: Workbook) -> None:
        workbook[sheet][coordinate].value = value
        workbook[sheet][coordinate].data_type = kind

    return opened(change)


def parts(change: Callable[[dict[str, bytes]], object]) -> Spoil:
    """The parts inside the file, changed."""

    def spoil(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = {name: archive.read(name) for name in archive.namelist()}
        change(found)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in found.items():
                archive.writestr(name, part)
        return buffer.getvalue()

    return spoil


def part(name: str, old: bytes, new: bytes) -> Spoil:
    def change(found: dict[str, bytes]) -> None:
        assert old in found[name]
        found[name] = found[name].replace(old, new, 1)

    return parts(change)


def locked(content: bytes) -> bytes:
    """The directory says that every part is encrypted."""
    at, spoiled = content.find(b"PK\x01\x02"), bytearray(content)
    while at >= 0:
        [flags] = struct.unpack_from("<H", content, at + 8)
        struct.pack_into("<H", spoiled, at + 8, flags | 1)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(spoiled)


def twice(content: bytes) -> bytes:
    """A part is there a second time, under its name in capitals."""
    return parts(lambda found: found.update({"XL/WORKBOOK.XML": found["xl/workbook.xml"]}))(content)


SHARED = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet5.xml"
DECLARED = b'<!DOCTYPE sst [<!ENTITY a "b">]><sst '

FAULTS: dict[str, Spoil] = {
    # The file
    "only its first bytes": lambda content: content[:300],
    "cut in the middle": lambda content: content[: len(content) // 2],
    "a zip of nothing": parts(lambda found: found.clear()),
    "a zip of something else": parts(
        lambda found: (found.clear(), found.update({"word/document.xml": b"<w/>"}))
    ),
    "without its list of parts": parts(lambda found: found.pop("[Content_Types].xml")),
    "without its workbook": parts(lambda found: found.pop("xl/workbook.xml")),
    "locked with a password": locked,
    "a part twice": twice,
    "hundreds of parts": parts(
        lambda found: found.update({f"xl/more{n}.bin": b"" for n in range(300)})
    ),
    "a bomb": parts(lambda found: found.update({"xl/more.bin": b"\x00" * (31 * 1024 * 1024)})),
    "an entity": part(SHARED, b"<sst ", DECLARED),
    "an entity from elsewhere": part(
        SHARED, b"<sst ", b'<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst '
    ),
    "XML in another encoding": parts(
        lambda found: found.update({SHARED: found[SHARED].decode().encode("utf-16")})
    ),
    "XML that does not end": part(SHEET, b"</worksheet>", b""),
    "a text that is not in the table": part(SHEET, b't="s"><v>', b't="s"><v>99999'),
    "a row too far": part(SHEET, b'<row r="2"', b'<row r="1048576"'),
    # Sheets and headings
    "a sheet renamed": opened(lambda workbook: setattr(workbook["Checks"], "title", "Cheques")),
    "a sheet missing": opened(lambda workbook: workbook.remove(workbook["Levels"])),
    "a sheet too many": opened(lambda workbook: workbook.create_sheet("Notes")),
    "a sheet twice": opened(lambda workbook: workbook.create_sheet("checks ")),
    "an empty sheet": opened(lambda workbook: workbook["Checks"].delete_rows(1, 20)),
    "a heading renamed": cell("Checks!F1", "Gewicht"),
    "a heading twice": cell("Checks!G1", "Weight"),
    "a heading missing": opened(lambda workbook: workbook["Checks"].delete_cols(6)),
    "half a character in a heading": part(SHARED, b"Title (fr)", b"_xD800_"),
    "a language that nobody reads": cell("Checks!N1", "Title (de)"),
    "something under no heading": cell("Checks!AZ3", "What is this?"),
    "the rubric missing": opened(lambda workbook: workbook["Rubric"].delete_rows(2)),
    "two rubrics": cell("Rubric!A3", "other"),
    # Values
    "a formula": cell("Checks!F2", "=1+1"),
    "a formula where text is": cell("Checks!P2", '=HYPERLINK("http://elsewhere.example")'),
    "an error value": typed("Checks!F2", "#DIV/0!", "e"),
    "an empty title": cell("Checks!N2", None),
    "a blank title": cell("Checks!N2", "   "),
    "a title too long": cell("Checks!N2", "x" * 101),
    "half a character": part(SHARED, b"Check 1.1", b"Check _xD800_"),
    "a null character": part(SHARED, b"Check 1.1", b"Check _x0000_"),
    "a date for a code": cell("Checks!B2", DAY),
    "a date for a weight": cell("Checks!F2", DAY),
    "a word for a weight": cell("Checks!F2", "ten"),
    "a weight missing": cell("Checks!F2", None),
    "a negative weight": cell("Checks!F2", -1),
    "a weight too fine": cell("Checks!F2", 1.23456),
    "a weight too large": cell("Checks!F2", 123456),
    "yes for a weight": cell("Checks!F2", True),
    "a position of a half": cell("Checks!C2", 1.5),
    "a negative position": cell("Checks!C2", -1),
    "an unknown tier": cell("Checks!D2", "Deep"),
    "an unknown proof": cell("Checks!K2", "A promise"),
    "an unknown kind": cell("Scales!B2", "Stars"),
    "an unknown better end": cell("Checks!AD5", "Sideways"),
    "neither yes nor no": cell("Checks!I2", "perhaps"),
    "a slug with spaces": cell("Rubric!A2", "small rubric"),
    "a slug that is taken by a page": cell("Rubric!A2", "new"),
    "a slug missing": cell("Scales!A2", None),
    "a date that is none": cell("Rubric!J2", "2026-02-30"),
    "a point of one number": cell("Checks!AE5", "1"),
    "a point of words": cell("Checks!AE5", "1 100\nmany few"),
    "an endless point": cell("Checks!AE5", "1 100\n24 1e999"),
    "a level above 100": cell("Levels!B4", 101),
    "a level in words": cell("Levels!B4", "all"),
    "a knock-out without minimum": cell("Checks!J2", None),
    "a minimum without knock-out": cell("Checks!J3", 50),
    "a competency's minimum above 100": cell("Competencies!D2", 101),
    "a code with a slash": cell("Checks!B2", "1/1"),
    "a code too long": cell("Checks!B2", "1.23456789012"),
    # Between rows
    "a code twice": cell("Checks!B3", "1.1"),
    "a competency twice": cell("Competencies!A3", 1),
    "a competency's slug twice": cell("Competencies!B3", "competency-1"),
    "a scale twice": cell("Scales!A3", "levels"),
    "a level twice": cell("Levels!B3", 0),
    "a scale that is nowhere": cell("Checks!E2", "stars"),
    "a competency that is nowhere": cell("Checks!A2", 7),
    "a level of no scale": cell("Levels!A2", "stars"),
    "a weight of no profile": cell("Profile weights!A2", "other"),
    "a weight for no competency": cell("Profile weights!B3", 9),
    "a weight twice": cell("Profile weights!B3", 1),
    "a profile that forgets a competency": opened(
        lambda workbook: workbook["Profile weights"].delete_rows(3)
    ),
    "a statement for no check": opened(
        lambda workbook: workbook["Statements"].append([1, "Hello", "1.1, 9.9"])
    ),
    "a statement that says nothing": opened(
        lambda workbook: workbook["Statements"].append([1, None, "1.1"])
    ),
}
