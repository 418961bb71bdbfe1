"""Names that are not on the list, contents that are not what the name says, broken files."""

from scoring.domain import upload

from .archives import zip_in_comment_of, zipped
from .samples import EACH, HTML, OTHERS, Make, half, shuffled

FORBIDDEN_ENDINGS = """
    html htm xhtml svg svgz xml zip jar rar 7z tar gz exe dll bat cmd com scr msi ps1 sh py php js
    vbs hta lnk iso doc xls ppt pptx docm xlsm dotm xltm xlsb odt ods rtf eml mht gif webp tif bmp
    ico mp4 json url apk swf class
"""

STRANGE_NAMES = {
    "without an ending": "oferta",
    "nothing but an ending": ".pdf",
    "two endings": "oferta.pdf.exe",
    "a dot behind the ending": "oferta.pdf.",
    "a stream behind the ending": "oferta.exe::$DATA",
    "a name turned around": "oferta\u202efdp.exe",
    "a tabulator in the ending": "oferta.ex\te",
    "a look-alike ending": "oferta.рdf",  # a Cyrillic р
    "a path": "../../../etc/passwd",
}

KIND_CASES: dict[str, tuple[str, Make]] = {
    **{
        f"ending {one}": (f"oferta.{one}", lambda: EACH["pdf"]) for one in FORBIDDEN_ENDINGS.split()
    },
    **{f"name: {why}": (name, lambda: EACH["pdf"]) for why, name in STRANGE_NAMES.items()},
    **{
        f"{kind} called {ending}": (f"oferta.{ending}", lambda content=content: content)
        for kind, content in (EACH | OTHERS).items()
        for ending in ("pdf", "png", "jpg", "docx", "xlsx", "txt", "csv")
        if kind != ending
    },
    **{
        f"half of a {kind}": (
            f"oferta.{kind}",
            lambda content=content: half(content),
        )
        for kind, content in EACH.items()
    },
    **{
        f"a {kind} without its last bytes": (
            f"oferta.{kind}",
            lambda content=content: content[:-12],
        )
        for kind, content in EACH.items()
    },
    **{
        f"a shuffled {kind}": (f"o.{kind}", lambda content=content: shuffled(content, 7))
        for kind, content in EACH.items()
    },
    **{
        f"nothing but the signature of a {kind}": (
            f"oferta.{kind}",
            lambda kind=kind: upload.SIGNATURES[kind],
        )
        for kind in EACH
    },
    **{
        f"a {kind} behind a blank": (f"oferta.{kind}", lambda content=content: b"\n" + content)
        for kind, content in EACH.items()
    },
    **{
        f"a {kind} with a zip behind it": (
            f"oferta.{kind}",
            lambda content=content: content + zipped({"a.html": HTML}),
        )
        for kind, content in EACH.items()
    },
    **{
        f"a {kind} in the comment of a zip": (
            f"oferta.{kind}",
            lambda content=content: zip_in_comment_of(content),
        )
        for kind, content in EACH.items()
    },
    **{f"an empty {one}": (f"oferta.{one}", bytes) for one in upload.SIGNATURES},
    **{
        f"a {one} too large": (
            f"oferta.{one}",
            lambda one=one: upload.SIGNATURES[one].ljust(upload.LARGEST + 1, b" "),
        )
        for one in ("pdf", "png", "docx", "csv")
    },
}
