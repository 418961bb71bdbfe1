"""Pictures and PDFs, by real producers and by hand."""

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from scoring.reports.printer import print_pdf


def picture(
    kind: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: object
) -> bytes:
    image = Image.effect_noise(size, 40).convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def several_pictures() -> bytes:
    """As telephones save them: one file, a second picture behind the first."""
    image = Image.effect_noise((64, 48), 40).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "MPO", save_all=True, append_images=[image.rotate(90)])
    return buffer.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">L", len(content))
        + kind
        + content
        + struct.pack(">L", zlib.crc32(kind + content))
    )


def packed(size: int) -> bytes:
    return zlib.compress(bytes(size), 9)


def png_of(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG that says it is so large."""
    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(pixels, 9))
        + chunk(b"IEND", b"")
    )


def jpeg_of_size(width: int, height: int) -> bytes:
    content = bytearray(picture("JPEG"))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def jpeg_with_segment(marker: int, content: bytes) -> bytes:
    plain = picture("JPEG")
    return (
        plain[:2]
        + bytes([0xFF, marker])
        + struct.pack(">H", len(content) + 2)
        + content
        + plain[2:]
    )


def printed(text: str = "Oferta") -> bytes:
    style = "@font-face { font-family: Inter; src: url(font:inter) } p { font-family: Inter }"
    html = f'<html lang="es"><title>Oferta</title><style>{style}</style><p>{text}</p>'
    return print_pdf(html, identifier=b"upload")


def written(change: Callable[[PdfWriter], object] = lambda writer: None, pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def rewritten(content: bytes) -> bytes:
    buffer = io.BytesIO()
    PdfWriter(clone_from=PdfReader(io.BytesIO(content))).write(buffer)
    return buffer.getvalue()


def opening(action: dict[str, str]) -> Callable[[PdfWriter], object]:
    def change(writer: PdfWriter) -> None:
        entries = {NameObject(k): TextStringObject(v) for k, v in action.items() if k != "/S"}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject(action["/S"]), **entries}
        )

    return change


CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"

ONE_PAGE = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"

PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def raw_pdf(*objects: str, root: int = 1, trailer: str = "") -> bytes:
    """A PDF from the bodies of its objects, numbered from 1, with a right table of places."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root {root} 0 R {trailer}>>\n".encode()
    return out + f"startxref\n{table}\n%%EOF\n".encode()


def deep_pages(depth: int) -> bytes:
    nodes = [f"<< /Type /Pages /Kids [{n + 1} 0 R] /Count 1 >>" for n in range(2, depth + 2)]
    return raw_pdf(CATALOGUE, *nodes, PAGE)


def object_stream_bomb(size: int) -> bytes:
    """The catalogue lies in a stream that unpacks to `size` bytes of blanks."""
    inside = b"1 0 " + b" " * size + CATALOGUE.encode()
    packed = zlib.compress(inside, 9)
    out = b"%PDF-1.7\n"
    at = len(out)
    out += (
        (
            f"4 0 obj\n<< /Type /ObjStm /N 1 /First {4 + size} /Filter /FlateDecode "
            f"/Length {len(packed)} >>\nstream\n"
        ).encode()
        + packed
        + b"\nendstream\nendobj\n"
    )
    table = len(out)
    rows = struct.pack(">BLH", 2, 4, 0) + struct.pack(">BLH", 1, at, 0)
    rows += struct.pack(">BLH", 1, table, 0)
    out += (
        (
            f"5 0 obj\n<< /Type /XRef /Size 6 /Root 1 0 R /W [1 4 2] /Index [1 1 4 2] "
            f"/Length {len(rows)} >>\nstream\n"
        ).encode()
        + rows
        + b"\nendstream\nendobj\n"
    )
    return out + f"startxref\n{table}\n%%EOF\n".encode()
