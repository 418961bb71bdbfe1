"""Files as people have them: every one of them comes in."""

from .archives import docx, docx_parts, docx_with, openpyxl_workbook, workbook, zipped
from .documents import opening, picture, png_of, printed, rewritten, several_pictures, written
from .picture import JPEG
from .samples import Make
from .text import LINES

GOOD: dict[str, tuple[str, Make]] = {
    "PDF by WeasyPrint": ("Oferta año 2026.pdf", printed),
    "PDF by WeasyPrint, many pages": ("o.pdf", lambda: printed("Oferta<p>" * 300)),
    "PDF by pypdf": ("o.pdf", written),
    "PDF by pypdf, 400 pages": ("o.pdf", lambda: written(pages=400)),
    "PDF by WeasyPrint, rewritten by pypdf": ("o.pdf", lambda: rewritten(printed())),
    "PDF by pypdf with a file in it": (
        "o.PDF",
        lambda: written(lambda w: w.add_attachment("factura.xml", b"<a/>")),
    ),
    "PDF by pypdf with a bookmark": (
        "o.pdf",
        lambda: written(lambda w: w.add_outline_item(title="Precios", page_number=0)),
    ),
    "PDF by pypdf that opens at a place": (
        "o.pdf",
        lambda: written(opening({"/S": "/GoTo", "/D": "inicio"})),
    ),
    "PDF by Pillow": ("escaneo.pdf", lambda: picture("PDF")),
    "PDF that ends with blanks": ("o.pdf", lambda: written() + b"\r\n\r\n"),
    "PNG by Pillow": ("o.png", lambda: picture("PNG")),
    "PNG by Pillow, a palette": ("o.PNG", lambda: picture("PNG", "P")),
    "PNG by Pillow, transparent": ("o.png", lambda: picture("PNG", "RGBA")),
    "PNG by Pillow, 16 bits": ("o.png", lambda: picture("PNG", "I;16")),
    "PNG by Pillow, of a camera": (
        "o.png",
        lambda: png_of(6_000, 4_000, bytes(4_000 * 18_001)),
    ),
    "JPEG by Pillow": ("o.jpg", lambda: picture("JPEG")),
    "JPEG by Pillow, progressive": ("o.jpeg", lambda: picture("JPEG", progressive=True)),
    "JPEG by Pillow, CMYK": ("o.jpg", lambda: picture("JPEG", "CMYK")),
    "JPEG by Pillow, grey": ("o.jpg", lambda: picture("JPEG", "L", quality=30)),
    "JPEG by Pillow, of a camera": ("foto.JPG", lambda: picture("JPEG", size=(4_000, 3_000))),
    "JPEG by Pillow, several pictures": ("o.jpg", several_pictures),
    "JPEG by Pillow, with a depth map behind": ("o.jpg", lambda: JPEG + b"\0" * 99 + JPEG),
    "XLSX by XlsxWriter": ("precios.xlsx", workbook),
    "XLSX by XlsxWriter, with a chart": ("o.xlsx", lambda: workbook(chart=True)),
    "XLSX by XlsxWriter, long": ("o.xlsx", lambda: workbook(20_000)),
    "XLSX by XlsxWriter, one value over and over": (
        "o.xlsx",
        lambda: workbook(constant=True),
    ),
    "XLSX by openpyxl": ("o.xlsx", openpyxl_workbook),
    "DOCX to the standard": ("acta.docx", docx),
    "DOCX to the standard, not packed": ("acta.docx", lambda: zipped(docx_parts(), 0)),
    "DOCX with a workbook behind its chart": (
        "acta.docx",
        lambda: docx_with("word/embeddings/Microsoft_Excel_Sheet.xlsx", workbook()),
    ),
    "DOCX with a folder": ("acta.docx", lambda: docx_with("word/media/", b"")),
    "TXT in UTF-8": ("acta.txt", lambda: "Llamada: «sí», 3 €.\n".encode()),
    "TXT in UTF-8 with a mark": ("acta.txt", lambda: "Año".encode("utf-8-sig")),
    "TXT in Windows-1252": ("acta.txt", lambda: "Año «2026», 3 €".encode("cp1252")),
    "TXT with Windows' line ends": ("acta.txt", lambda: b"uno\r\ndos\r\n\tr\x0c"),
    "TXT of a mail": ("correo.txt", lambda: b"From: <ana@empresa.example>\nA < B, B > C\n"),
    "CSV in UTF-8": ("precios.csv", lambda: LINES.encode()),
    "CSV with negative numbers": ("p.csv", lambda: b"a,b\n-1,=1+1\n"),
    "CSV in Windows-1252": ("p.csv", lambda: "año;precio €\n".encode("cp1252")),
}
