#!/usr/bin/env python3
"""Verify a report of Integrator Eval: work out again what it says, from what is attached to it.

    python verifier.py REPORT.pdf [--problem OTHER.json] [--head NUMBER:DIGEST] [--language en]

This one file is all there is: copy it anywhere, read it, run it with Python 3.9 or later and no
other package. It shares no code with the program that made the report. It reads the PDF by itself,
takes `problem.json` (the inputs), `comparison.json` (the answer) and `record.json` (what the report
says of itself) out of it, and computes the answer anew by the published method (docs/method.md), in
exact fractions. Then it compares: the recomputed answer, the attached one, and the printed one.

It ends with 0 where everything agrees, 1 where something differs, 2 where the file cannot be read.

What it does not do: it does not repeat the simulation (shares of random draws), it only looks
whether its figures agree with each other. It reads the text of the pages and not their looks: what
somebody drew over a page it does not see, so compare the ranking that it prints with the paper.
And it cannot know whether people's ratings are true: that is what the ledger is for.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

ATTACHED = ("problem.json", "comparison.json", "record.json")
PROBLEM, COMPARISON, RECORD = (
    "integrator-eval/problem-1",
    "integrator-eval/comparison-1",
    "integrator-eval/record-1",
)

# A report is some megabytes. What is larger is refused, before it takes memory or minutes.
MOST_BYTES = 64 * 2**20  # of the file, and of any part of it when unpacked
MOST_UNPACKED = 256 * 2**20  # of all parts
MOST_ATTACHED = 16 * 2**20  # of one attachment
MOST_WORK = 40_000_000  # ten candidates at a hundred checks, each rated by three, make 452 000
MOST_TOKENS = 6_000_000
MOST_NODES = 1_000_000
DEEPEST = 100
MOST_FORMS = 8  # inside of each other


class Unreadable(Exception):
    """Why a file cannot be verified: a key of `TEXTS`, and what its sentence is about."""

    def __init__(self, key: str, **about: object) -> None:
        super().__init__(key, about)
        self.key = key
        self.about = about


# ---------------------------------------------------------------------------------------------
# 1. What it says, in the language of the report
# ---------------------------------------------------------------------------------------------

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "agrees": "Everything agrees: the report says what comes of the attached inputs.",
        "differs_one": "1 thing differs: do not rely on this report.",
        "differs": "{count} things differ: do not rely on this report.",
        "unreadable": "This file cannot be verified: {why}",
        "recomputed": "The ranking, worked out again from the attached inputs:",
        "eligible": "eligible",
        "conditional": "conditional",
        "excluded": "excluded",
        "leaders": "In first place: {leaders}",
        "nobody": "nobody",
        "digest": "Inputs digest: {digest}",
        "fingerprint": "Frozen fingerprint: {digest}",
        "head": "Head of the ledger: {head}",
        "engine": "Engine: {engine}",
        "difference": "{place}: it says {said}; what comes out is {found}.",
        "missing": "{place}: it is missing; what comes out is {found}.",
        "surplus": "{place}: it says {said}; nothing of the kind comes out.",
        "more": "And {count} more.",
        "nothing": "nothing",
        "printed_row": "Printed ranking, line {line}, {what}",
        "printed_lines": "Printed ranking, number of candidates",
        "rank": "rank",
        "name": "name",
        "score": "points",
        "printed": "Printed “{label}”",
        "printed_short": "Printed at the foot of page {page}",
        "kept_head": "The head of the ledger that you kept",
        "other_problem": "The other problem ({path})",
        "not_simulated": "Not worked out again: the simulated shares ({draws} draws, seed {seed}). "
        "Only whether their figures agree with each other.",
        "not_seen": "It reads text, not looks: compare the ranking above with the printed page.",
        "not_printed": "This edition does not print its digests in full; only the short one.",
        "kept_head_agrees": "The head of the ledger that you kept is the one of the report.",
        "other_problem_agrees": "The other problem is the one of the report.",
        "no_file": "there is no such file, or it may not be read.",
        "not_pdf": "it is not a PDF.",
        "damaged": "the PDF is damaged, or written in a way that this program does not read.",
        "encrypted": "the PDF is encrypted. Ask for the report without a password.",
        "too_large": "it is larger than any report, or takes more work than one.",
        "not_attached": "{name} is not attached to it. Reports of Integrator Eval have it, letters "
        "to candidates have not; printing or saving a report anew may lose it. Ask for the "
        "original file.",
        "nameless": "it names nobody, and so its inputs are not attached. Ask for them "
        "(manage.py problem SLUG), and hand them over with --problem.",
        "no_comparison": "The whole answer is not attached to a report that names nobody: what is "
        "printed is compared.",
        "attached_twice": "{name} is attached more than once, with different contents.",
        "not_json": "{name} is no readable JSON.",
        "not_format": "{name} is not of the format {format}.",
        "not_allowed": "{name}, {path}: the method does not allow this.",
        "no_ranking": "no printed ranking is found in its tagged text.",
        "not_head": "--head is a number, a colon and 64 hexadecimal digits.",
    },
    "es": {
        "agrees": "Todo coincide: el informe dice lo que resulta de los datos adjuntos.",
        "differs_one": "Hay 1 diferencia: no se fíe de este informe.",
        "differs": "Hay {count} diferencias: no se fíe de este informe.",
        "unreadable": "Este archivo no se puede verificar: {why}",
        "recomputed": "La clasificación, calculada de nuevo con los datos adjuntos:",
        "eligible": "apto",
        "conditional": "condicionado",
        "excluded": "excluido",
        "leaders": "En primer lugar: {leaders}",
        "nobody": "nadie",
        "digest": "Huella de los datos: {digest}",
        "fingerprint": "Huella congelada: {digest}",
        "head": "Última huella del registro: {head}",
        "engine": "Motor de cálculo: {engine}",
        "difference": "{place}: dice {said}; lo que resulta es {found}.",
        "missing": "{place}: falta; lo que resulta es {found}.",
        "surplus": "{place}: dice {said}; no resulta nada semejante.",
        "more": "Y {count} más.",
        "nothing": "nada",
        "printed_row": "Clasificación impresa, línea {line}, {what}",
        "printed_lines": "Clasificación impresa, número de candidatos",
        "rank": "puesto",
        "name": "nombre",
        "score": "puntos",
        "printed": "«{label}» en el texto impreso",
        "printed_short": "Impreso al pie de la página {page}",
        "kept_head": "La huella del registro que usted guardó",
        "other_problem": "El otro problema ({path})",
        "not_simulated": "No se calculan de nuevo las proporciones simuladas ({draws} sorteos, "
        "semilla {seed}): solo se mira si sus cifras concuerdan entre sí.",
        "not_seen": "Lee el texto, no el aspecto: compare la clasificación de arriba con la página "
        "impresa.",
        "not_printed": "Esta edición no imprime sus huellas completas; solo la abreviada.",
        "kept_head_agrees": "La huella del registro que usted guardó es la del informe.",
        "other_problem_agrees": "El otro problema es el del informe.",
        "no_file": "no existe tal archivo, o no se puede leer.",
        "not_pdf": "no es un PDF.",
        "damaged": "el PDF está dañado, o escrito de un modo que este programa no lee.",
        "encrypted": "el PDF está cifrado. Pida el informe sin contraseña.",
        "too_large": "es más grande que cualquier informe, o da más trabajo que uno.",
        "not_attached": "no lleva adjunto {name}. Los informes de Integrator Eval lo llevan, las "
        "cartas a los candidatos no; al imprimir o guardar de nuevo un informe puede perderse. "
        "Pida el archivo original.",
        "nameless": "no nombra a nadie, y por eso no lleva adjuntos sus datos. Pídalos "
        "(manage.py problem SLUG) y entréguelos con --problem.",
        "no_comparison": "Un informe que no nombra a nadie no lleva adjunto el resultado completo: "
        "se compara lo impreso.",
        "attached_twice": "lleva adjunto {name} más de una vez, con contenidos distintos.",
        "not_json": "{name} no es un JSON legible.",
        "not_format": "{name} no tiene el formato {format}.",
        "not_allowed": "{name}, {path}: el método no lo permite.",
        "no_ranking": "no se encuentra ninguna clasificación impresa en su texto etiquetado.",
        "not_head": "--head es un número, dos puntos y 64 cifras hexadecimales.",
    },
    "fr": {
        "agrees": "Tout concorde : le rapport dit ce qui résulte des données jointes.",
        "differs_one": "Il y a 1 différence : ne vous fiez pas à ce rapport.",
        "differs": "Il y a {count} différences : ne vous fiez pas à ce rapport.",
        "unreadable": "Ce fichier ne peut pas être vérifié : {why}",
        "recomputed": "Le classement, recalculé à partir des données jointes :",
        "eligible": "admissible",
        "conditional": "sous condition",
        "excluded": "exclu",
        "leaders": "En première place : {leaders}",
        "nobody": "personne",
        "digest": "Empreinte des données : {digest}",
        "fingerprint": "Empreinte figée : {digest}",
        "head": "Tête du registre : {head}",
        "engine": "Moteur de calcul : {engine}",
        "difference": "{place} : il est écrit {said} ; le résultat est {found}.",
        "missing": "{place} : absent ; le résultat est {found}.",
        "surplus": "{place} : il est écrit {said} ; rien de tel ne résulte.",
        "more": "Et {count} de plus.",
        "nothing": "rien",
        "printed_row": "Classement imprimé, ligne {line}, {what}",
        "printed_lines": "Classement imprimé, nombre de candidats",
        "rank": "rang",
        "name": "nom",
        "score": "points",
        "printed": "« {label} » dans le texte imprimé",
        "printed_short": "Imprimé au pied de la page {page}",
        "kept_head": "La tête du registre que vous avez gardée",
        "other_problem": "L’autre problème ({path})",
        "not_simulated": "Les parts simulées ({draws} tirages, graine {seed}) ne sont pas "
        "recalculées : on regarde seulement si leurs chiffres concordent entre eux.",
        "not_seen": "Il lit le texte, pas l’apparence : comparez le classement ci-dessus avec la "
        "page imprimée.",
        "not_printed": "Cette édition n’imprime pas ses empreintes entières ; seulement l’abrégée.",
        "kept_head_agrees": "La tête du registre que vous avez gardée est celle du rapport.",
        "other_problem_agrees": "L’autre problème est celui du rapport.",
        "no_file": "ce fichier n’existe pas, ou ne peut pas être lu.",
        "not_pdf": "ce n’est pas un PDF.",
        "damaged": "le PDF est endommagé, ou écrit d’une façon que ce programme ne lit pas.",
        "encrypted": "le PDF est chiffré. Demandez le rapport sans mot de passe.",
        "too_large": "il est plus grand que tout rapport, ou demande plus de travail.",
        "not_attached": "{name} n’y est pas joint. Les rapports d’Integrator Eval le contiennent, "
        "les lettres aux candidats non ; imprimer ou enregistrer à nouveau un rapport peut le "
        "perdre. Demandez l’original.",
        "nameless": "il ne nomme personne, et ses données n’y sont donc pas jointes. Demandez-les "
        "(manage.py problem SLUG) et donnez-les avec --problem.",
        "no_comparison": "À un rapport qui ne nomme personne, le résultat entier n’est pas joint : "
        "on compare ce qui est imprimé.",
        "attached_twice": "{name} y est joint plus d’une fois, avec des contenus différents.",
        "not_json": "{name} n’est pas un JSON lisible.",
        "not_format": "{name} n’est pas au format {format}.",
        "not_allowed": "{name}, {path} : la méthode ne le permet pas.",
        "no_ranking": "aucun classement imprimé n’est trouvé dans son texte balisé.",
        "not_head": "--head est un nombre, deux-points et 64 chiffres hexadécimaux.",
    },
}

# What the report calls its digests; short: what its foot puts before the first twelve digits.
LABELS = {
    "en": {
        "inputs_digest": "Inputs digest",
        "frozen_fingerprint": "Frozen fingerprint",
        "head": "Head of the ledger",
        "engine": "Engine",
        "short": "inputs",
    },
    "es": {
        "inputs_digest": "Huella de los datos",
        "frozen_fingerprint": "Huella congelada",
        "head": "Última huella del registro",
        "engine": "Motor de cálculo",
        "short": "datos",
    },
    "fr": {
        "inputs_digest": "Empreinte des données",
        "frozen_fingerprint": "Empreinte figée",
        "head": "Tête du registre",
        "engine": "Moteur de calcul",
        "short": "données",
    },
}
DEFAULT_LANGUAGE = "es"
UNSEEN = "\u00ad\u200b\u2060\ufeff"  # places to break a word at
MOST_TOLD = 25  # differences that are listed
LONGEST = 120  # characters of a value that are repeated


def say(language: str, key: str, **about: object) -> str:
    text = template(language, key)
    return text.format(**{name: shown(value, language) for name, value in about.items()})


def template(language: str, key: str) -> str:
    return TEXTS.get(language, TEXTS[DEFAULT_LANGUAGE])[key]


def shown(value: object, language: str) -> str:
    """A value in a sentence: short, on one line, with nothing that a terminal would obey."""
    if value is None:
        return say(language, "nothing")
    if isinstance(value, Fraction):
        value = float(value)
    elif isinstance(value, (dict, list)):
        value = json.dumps(value, default=float, ensure_ascii=False)
    text = "".join(letter if letter.isprintable() else "�" for letter in str(value))
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


# ---------------------------------------------------------------------------------------------
# 2. A PDF: objects, streams, attachments, printed text (ISO 32000-1, what reports use of it)
# ---------------------------------------------------------------------------------------------


class Name(str):
    """/Name"""


class Word(bytes):
    """An operator, or a closing bracket."""


class Ref(NamedTuple):
    """12 0 R"""

    number: int


class Stream(NamedTuple):
    entries: dict[str, Any]
    raw: bytes


END = Word(b"")
_SPACE = re.compile(rb"(?:[\0\t\n\f\r ]+|%[^\r\n]*)*")
_TOKEN = re.compile(
    rb"/([^\0\t\n\f\r ()<>\[\]{}/%]*)"
    rb"|(<<|>>|[\[\]{}()])"
    rb"|<([0-9A-Fa-f\0\t\n\f\r ]*)>"
    rb"|([^\0\t\n\f\r ()<>\[\]{}/%]+)"
)
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)\Z")
_REFERENCE = re.compile(
    rb"(\d{1,9})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>\[\]{}/%])"
)
_OBJECT = re.compile(rb"[\0\t\n\f\r ]*(\d{1,9})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj")
_STREAM = re.compile(rb"[\0\t\n\f\r ]*stream\r?\n")
_ENDSTREAM = re.compile(rb"[\r\n ]*endstream")
_GLYPH = re.compile(rb"<((?:[0-9A-Fa-f]{2})+)>")
_PICTURE = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|\Z)")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_STRING = re.compile(rb"[^()\\]+|\(|\)|\\(?:([0-7]{1,3})|(\r\n|\r|\n)|(.))", re.DOTALL)


class Budget:
    """What reading one file may cost in all."""

    def __init__(self) -> None:
        self.bytes = MOST_UNPACKED
        self.tokens = MOST_TOKENS
        self.nodes = MOST_NODES

    def token(self, count: int = 1) -> None:
        self.tokens -= count
        if self.tokens < 0:
            raise Unreadable("too_large")

    def node(self) -> None:
        self.nodes -= 1
        if self.nodes < 0:
            raise Unreadable("too_large")


class Lexer:
    """Objects one after another, from `at` on."""

    def __init__(self, data: bytes, at: int, budget: Budget, *, references: bool = True) -> None:
        self.data = data
        self.at = at
        self.budget = budget
        self.references = references

    def read(self, depth: int = 0) -> Any:
        """The next object; a `Word` where it is an operator; `END` after the last."""
        self.budget.token()
        space = _SPACE.match(self.data, self.at)
        self.at = space.end() if space else self.at
        found = _TOKEN.match(self.data, self.at)
        if found is None:
            if self.at >= len(self.data):
                return END
            raise Unreadable("damaged")
        if self.references and found.lastindex == 4:
            reference = _REFERENCE.match(self.data, self.at)
            if reference:
                self.at = reference.end()
                return Ref(int(reference[1]))
        self.at = found.end()
        if found.lastindex == 1:
            return Name(re.sub(rb"#([0-9A-Fa-f]{2})", _unhex, found[1]).decode("latin-1"))
        if found.lastindex == 2:
            return self._bracket(found[2], depth)
        if found.lastindex == 3:
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", found[3])
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        return _plain(found[4])

    def _bracket(self, bracket: bytes, depth: int) -> Any:
        if depth > DEEPEST:
            raise Unreadable("damaged")
        if bracket == b"(":
            return self._string()
        if bracket == b"[":
            glyphs = None if self.references else self._glyphs()
            return self._until(b"]", depth) if glyphs is None else glyphs
        if bracket != b"<<":
            return Word(bracket)
        items = self._until(b">>", depth)
        if len(items) % 2 or not all(isinstance(key, Name) for key in items[::2]):
            raise Unreadable("damaged")
        return dict(zip(items[::2], items[1::2]))

    def _until(self, close: bytes, depth: int) -> list[Any]:
        items = []
        while not isinstance(item := self.read(depth + 1), Word):
            items.append(item)
        if item != close:
            raise Unreadable("damaged")
        return items

    def _glyphs(self) -> list[bytes] | None:
        """The array that shows a line of text, in one go; None where it is another one.

        Most of a page is such arrays: <0012>-3<0034>. The distances in them do not matter here.
        """
        end = self.data.find(b"]", self.at)
        inner = self.data[self.at : end] if end >= 0 else b"("
        if any(one in inner for one in (b"(", b"[", b"<<", b"%")):
            return None
        found = [bytes.fromhex(one.decode("ascii")) for one in _GLYPH.findall(inner)]
        self.budget.token(len(found) // 10)
        self.at = end + 1
        return found

    def _string(self) -> bytes:
        parts: list[bytes] = []
        open_ = 1
        while True:
            found = _STRING.match(self.data, self.at)
            if found is None:
                raise Unreadable("damaged")
            self.at = found.end()
            part = found[0]
            if found[1]:
                part = bytes([int(found[1], 8) & 255])
            elif found[2]:
                part = b""
            elif found[3]:
                part = _ESCAPES.get(found[3], found[3])
            else:
                open_ += (part == b"(") - (part == b")")
            if not open_:
                return b"".join(parts)
            parts.append(part)


def _unhex(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _plain(token: bytes) -> Any:
    if _NUMBER.match(token):
        if len(token) > 40:
            raise Unreadable("damaged")
        return float(token) if b"." in token else int(token)
    words = {b"true": True, b"false": False, b"null": None}
    return words[token] if token in words else Word(token)


class Pdf:
    """The objects of a file, by number, each read when it is asked for."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise Unreadable("too_large")
        if b"%PDF-" not in data[:1024]:
            raise Unreadable("not_pdf")
        self.data = data
        self.budget = Budget()
        self.places: dict[int, tuple[int, int] | None] = {}  # (0, offset), or (container, index)
        self.trailer: dict[str, Any] = {}
        self.objects: dict[int, Any] = {}
        self.packed: dict[int, tuple[bytes, list[int]]] = {}
        self.busy: set[int] = set()
        self._read_places()
        if "Encrypt" in self.trailer:
            raise Unreadable("encrypted")
        self.root = self.entries(self.trailer.get("Root"))
        if not self.root:
            raise Unreadable("damaged")

    def of(self, value: Any) -> Any:
        """The object itself, where `value` may be a reference to it."""
        for _ in range(DEEPEST):
            if not isinstance(value, Ref):
                return value
            value = self._object(value.number)
        raise Unreadable("damaged")

    def entries(self, value: Any) -> dict[str, Any]:
        """A dictionary, or the one of a stream; empty where there is none."""
        found = self.of(value)
        if isinstance(found, Stream):
            return found.entries
        return found if isinstance(found, dict) else {}

    def items(self, value: Any) -> list[Any]:
        """An array; of one where there is a single object, of none where there is nothing."""
        found = self.of(value)
        if found is None:
            return []
        return found if isinstance(found, list) else [value]

    def unpacked(self, stream: Any, most: int = MOST_BYTES) -> bytes:
        """What a stream holds."""
        found = self.of(stream)
        if not isinstance(found, Stream):
            raise Unreadable("damaged")
        data = found.raw
        filters = self.items(found.entries.get("Filter"))
        terms = self.items(found.entries.get("DecodeParms"))
        if len(filters) > 3:
            raise Unreadable("damaged")
        for position, name in enumerate(filters):
            if self.of(name) != "FlateDecode":
                raise Unreadable("damaged")
            data = self._inflated(data, most)
            term = self.entries(terms[position]) if position < len(terms) else {}
            if self.of(term.get("Predictor", 1)) != 1:
                data = self._unpredicted(data, term)
        return data

    def _inflated(self, data: bytes, most: int) -> bytes:
        most = min(most, self.budget.bytes)
        machine = zlib.decompressobj()
        try:
            found = machine.decompress(data, most + 1)
        except zlib.error:
            raise Unreadable("damaged") from None
        if len(found) > most:
            raise Unreadable("too_large")
        if not machine.eof:
            raise Unreadable("damaged")
        self.budget.bytes -= len(found)
        return found

    def _unpredicted(self, data: bytes, term: Mapping[str, Any]) -> bytes:
        """PNG's predictors: each byte is told by its difference from its neighbours."""
        kind, columns, colors, bits = (
            self.of(term.get(name, default))
            for name, default in (
                ("Predictor", 1),
                ("Columns", 1),
                ("Colors", 1),
                ("BitsPerComponent", 8),
            )
        )
        sizes = (columns, colors, bits)
        if not all(type(one) is int and 0 < one <= 100_000 for one in sizes):
            raise Unreadable("damaged")
        if type(kind) is not int or not 10 <= kind <= 15:
            raise Unreadable("damaged")
        if len(data) > MOST_ATTACHED:  # byte by byte: this takes time
            raise Unreadable("too_large")
        back, width = max(1, colors * bits // 8), (columns * colors * bits + 7) // 8
        rows: list[bytes] = []
        above = bytes(width)
        for start in range(0, len(data), width + 1):
            row = bytearray(data[start + 1 : start + 1 + width])
            row += bytes(width - len(row))
            _undo(data[start], row, above, back)
            above = bytes(row)
            rows.append(above)
        return b"".join(rows)

    def _read_places(self) -> None:
        """The cross-reference tables and streams, the newest first: it has the last word."""
        found = re.compile(rb"startxref\s{0,9}(\d{1,12})").match(
            self.data, max(0, self.data.rfind(b"startxref"))
        )
        if found is None:
            raise Unreadable("damaged")
        waiting = [int(found[1])]
        seen: set[int] = set()
        while waiting:
            at = waiting.pop(0)
            if at in seen or len(seen) > 500:
                raise Unreadable("damaged")
            seen.add(at)
            is_table = self.data[at : at + 4] == b"xref"
            trailer = self._table(at + 4) if is_table else self._table_stream(at)
            self.trailer = {**trailer, **self.trailer}
            for name in ("XRefStm", "Prev"):
                if type(trailer.get(name)) is int:
                    waiting.append(trailer[name])

    def _table(self, at: int) -> dict[str, Any]:
        lexer = Lexer(self.data, at, self.budget)
        while True:
            first = lexer.read()
            if first == b"trailer":
                break
            count = lexer.read()
            if type(first) is not int or type(count) is not int:
                raise Unreadable("damaged")
            for number in range(first, first + count):
                place, _generation, state = lexer.read(), lexer.read(), lexer.read()
                if type(place) is not int or state not in (b"n", b"f"):
                    raise Unreadable("damaged")
                self.places.setdefault(number, (0, place) if state == b"n" else None)
        trailer = lexer.read()
        if not isinstance(trailer, dict):
            raise Unreadable("damaged")
        return trailer

    def _table_stream(self, at: int) -> dict[str, Any]:
        _number, stream = self._object_at(at)
        if not isinstance(stream, Stream):
            raise Unreadable("damaged")
        entries, data = stream.entries, self.unpacked(stream)
        widths, size = entries.get("W"), entries.get("Size")
        index = entries.get("Index", [0, size])
        if not isinstance(widths, list) or not isinstance(index, list) or len(widths) != 3:
            raise Unreadable("damaged")
        if not all(type(one) is int and 0 <= one <= 8 for one in widths) or not sum(widths):
            raise Unreadable("damaged")
        if not all(type(one) is int and 0 <= one < 10**9 for one in index):
            raise Unreadable("damaged")
        at = 0
        for first, count in zip(index[::2], index[1::2]):
            for number in range(first, first + count):
                if at + sum(widths) > len(data):
                    raise Unreadable("damaged")
                fields = []
                for width in widths:
                    fields.append(int.from_bytes(data[at : at + width], "big"))
                    at += width
                kind = fields[0] if widths[0] else 1
                place = {1: (0, fields[1]), 2: (fields[1], fields[2])}.get(kind)
                self.places.setdefault(number, place)
        return entries

    def _object(self, number: int) -> Any:
        if number in self.objects:
            return self.objects[number]
        place = self.places.get(number)
        if place is None:
            return None
        if number in self.busy:
            raise Unreadable("damaged")
        self.busy.add(number)
        container, where = place
        if container:
            found = self._packed_object(container, where)
        else:
            stated, found = self._object_at(where)
            if stated != number:
                raise Unreadable("damaged")
        self.busy.discard(number)
        self.objects[number] = found
        return found

    def _object_at(self, at: int) -> tuple[int, Any]:
        head = _OBJECT.match(self.data, at)
        if head is None:
            raise Unreadable("damaged")
        lexer = Lexer(self.data, head.end(), self.budget)
        found = lexer.read()
        start = _STREAM.match(self.data, lexer.at)
        if not isinstance(found, dict) or start is None:
            return int(head[1]), found
        length = self.of(found.get("Length"))
        if type(length) is not int or not 0 <= length <= len(self.data) - start.end():
            raise Unreadable("damaged")
        if not _ENDSTREAM.match(self.data, start.end() + length):
            raise Unreadable("damaged")
        return int(head[1]), Stream(found, self.data[start.end() : start.end() + length])

    def _packed_object(self, container: int, index: int) -> Any:
        """One object of an object stream."""
        if container not in self.packed:
            place = self.places.get(container)
            if place is None or place[0]:  # packed in what is packed itself
                raise Unreadable("damaged")
            stream = self._object(container)
            if not isinstance(stream, Stream):
                raise Unreadable("damaged")
            data = self.unpacked(stream)
            count, first = self.of(stream.entries.get("N")), self.of(stream.entries.get("First"))
            if type(count) is not int or type(first) is not int or not 0 <= count <= len(data):
                raise Unreadable("damaged")
            lexer = Lexer(data, 0, self.budget, references=False)
            numbers = [lexer.read() for _ in range(2 * count)]
            if not all(type(one) is int and one >= 0 for one in numbers):
                raise Unreadable("damaged")
            self.packed[container] = data, [first + offset for offset in numbers[1::2]]
        data, offsets = self.packed[container]
        if index >= len(offsets):
            raise Unreadable("damaged")
        return Lexer(data, offsets[index], self.budget).read()

    # Attachments ------------------------------------------------------------------------------

    def attachments(self) -> dict[str, bytes]:
        """What the report attaches, by name; other attachments are none of its business."""
        found: dict[str, bytes] = {}
        for specification in self._specifications():
            entries = self.entries(specification)
            name = _text(self.of(entries.get("UF", entries.get("F"))))
            files = self.entries(entries.get("EF"))
            stream = files.get("UF", files.get("F"))
            if name not in ATTACHED or stream is None:
                continue
            data = self.unpacked(stream, MOST_ATTACHED)
            if found.setdefault(name, data) != data:
                raise Unreadable("attached_twice", name=name)
        return found

    def _specifications(self) -> Iterator[Any]:
        yield from self.items(self.root.get("AF"))
        waiting = [self.entries(self.root.get("Names")).get("EmbeddedFiles")]
        while waiting:
            self.budget.node()
            node = self.entries(waiting.pop())
            yield from self.items(node.get("Names"))[1::2]
            waiting += self.items(node.get("Kids"))

    # Printed text -----------------------------------------------------------------------------

    def pages(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The number of each page's object, and its entries with what it inherits."""
        waiting: list[tuple[Any, dict[str, Any], int]] = [(self.root.get("Pages"), {}, 0)]
        while waiting:
            self.budget.node()
            node, inherited, depth = waiting.pop()
            entries = self.entries(node)
            inherited = {**inherited, **{k: v for k, v in entries.items() if k == "Resources"}}
            if depth > DEEPEST:
                raise Unreadable("damaged")
            if "Kids" in entries:
                kids = self.items(entries["Kids"])
                waiting += [(kid, inherited, depth + 1) for kid in reversed(kids)]
            elif entries:
                yield node.number if isinstance(node, Ref) else 0, {**inherited, **entries}


def _undo(kind: int, row: bytearray, above: bytes, back: int) -> None:
    """One row of PNG's predictors, in place."""
    if kind > 4:
        raise Unreadable("damaged")
    if not kind:
        return
    for at in range(len(row)):
        left = row[at - back] if at >= back else 0
        corner = above[at - back] if at >= back else 0
        up = above[at]
        guess = left + up - corner
        paeth = min(
            (abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner)
        )
        row[at] = (row[at] + (0, left, up, (left + up) // 2, paeth[2])[kind]) & 255


def _text(value: object) -> str:
    """A text string of a PDF."""
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    return value.removeprefix(b"\xef\xbb\xbf").decode(
        "utf-8" if value[:1] == b"\xef" else "latin-1", "replace"
    )


class Font:
    """From the codes of a font to letters, by its ToUnicode map."""

    def __init__(self, pdf: Pdf, entries: dict[str, Any]) -> None:
        self.letters: dict[int, str] = {}
        self.width = 2 if pdf.of(entries.get("Subtype")) == "Type0" else 1
        if entries.get("ToUnicode") is not None:
            self._read(Lexer(pdf.unpacked(entries["ToUnicode"]), 0, pdf.budget, references=False))

    def text(self, codes: bytes) -> str:
        units = range(0, len(codes), self.width)
        found = (int.from_bytes(codes[at : at + self.width], "big") for at in units)
        if not self.letters and self.width == 1:
            return codes.decode("latin-1")
        return "".join(self.letters.get(code, "�") for code in found)

    def _read(self, lexer: Lexer) -> None:
        operands: list[Any] = []
        while (token := lexer.read()) is not END:
            if not isinstance(token, Word):
                operands.append(token)
                continue
            if token == b"endcodespacerange" and operands and isinstance(operands[-1], bytes):
                self.width = min(max(len(operands[-1]), 1), 4)
            elif token == b"endbfchar":
                for code, letters in zip(operands[::2], operands[1::2]):
                    self._map(code, letters, 0)
            elif token == b"endbfrange":
                for first, last, letters in zip(operands[::3], operands[1::3], operands[2::3]):
                    self._map_range(first, last, letters)
            operands = []

    def _map(self, code: object, letters: object, further: int) -> None:
        if not isinstance(code, bytes) or not isinstance(letters, bytes) or len(code) > 4:
            raise Unreadable("damaged")
        text = letters.decode("utf-16-be", "replace")
        if further and text:
            text = text[:-1] + chr(min(ord(text[-1]) + further, 0x10FFFF))
        self.letters[int.from_bytes(code, "big") + further] = text

    def _map_range(self, first: object, last: object, letters: object) -> None:
        if not isinstance(first, bytes) or not isinstance(last, bytes):
            raise Unreadable("damaged")
        count = int.from_bytes(last, "big") - int.from_bytes(first, "big") + 1
        if not 0 < count <= 65536:
            raise Unreadable("damaged")
        if isinstance(letters, list):
            for further, one in enumerate(letters[:count]):
                self._map((int.from_bytes(first, "big") + further).to_bytes(4, "big"), one, 0)
            return
        for further in range(count):
            self._map(first, letters, further)


class Element:
    """A part of the structure tree: a table, a row, a cell; and its text."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.parts: list[Element | str] = []

    def text(self) -> str:
        return " ".join(one if isinstance(one, str) else one.text() for one in self.parts)

    def all_of(self, *kinds: str) -> list[Element]:
        """Parts of these kinds in reading order; not those inside of such a part."""
        found: list[Element] = []
        for one in self.parts:
            if isinstance(one, Element):
                found += [one] if one.kind in kinds else one.all_of(*kinds)
        return found


class State:
    """Where the operators of a page are."""

    def __init__(
        self, names: dict[str, Any], page: int, marks: list[int | None], depth: int
    ) -> None:
        self.names = names  # of fonts and forms
        self.page = page
        self.marks = marks  # the innermost last
        self.depth = depth
        self.font: Font | None = None
        self.hidden = False
        self.kept: list[tuple[Font | None, bool]] = []


class Printed:
    """What a PDF prints, as text in the order in which it is read aloud."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.marked: dict[tuple[int, int], list[str]] = {}  # by page and mark
        self.loose: dict[int, list[str]] = {}  # by page: what is no part of the text, as its foot
        self.grown: set[tuple[int, int]] = set()  # marks that have their place in the tree
        self.fonts: dict[int, Font] = {}
        for number, page in pdf.pages():
            self.loose[number] = []
            contents = [pdf.unpacked(one) for one in pdf.items(page.get("Contents"))]
            self._run(b"\n".join(contents), page.get("Resources"), number, None, 0)
        self.tree = Element("Root")
        self._grow(self.tree, pdf.root.get("StructTreeRoot"), 0, set(), 0)
        for (number, mark), texts in self.marked.items():
            if (number, mark) not in self.grown:
                self.loose[number] += texts

    def language(self) -> str:
        return _text(self.pdf.of(self.pdf.root.get("Lang")))[:2].lower()

    def _run(self, data: bytes, resources: Any, page: int, mark: int | None, depth: int) -> None:
        """The operators of a page, or of a form on it; `mark`: the one that the form stands in."""
        lexer = Lexer(data, 0, self.pdf.budget, references=False)
        state = State(self.pdf.entries(resources), page, [mark], depth)
        operands: list[Any] = []
        while (token := lexer.read()) is not END:
            if not isinstance(token, Word):
                operands.append(token)
                continue
            if token == b"ID":  # the bytes of a picture
                end = _PICTURE.search(data, lexer.at)
                lexer.at = end.end() if end else len(data)
            else:
                self._obey(bytes(token), operands, state)
            operands = []

    def _obey(self, word: bytes, operands: list[Any], state: State) -> None:
        last = operands[-1] if operands else None
        if word in (b"BDC", b"BMC"):
            mark = self._mark(last, state.names) if word == b"BDC" else None
            state.marks.append(state.marks[-1] if mark is None else mark)
        elif word == b"EMC" and len(state.marks) > 1:
            state.marks.pop()
        elif word == b"q":
            state.kept.append((state.font, state.hidden))
        elif word == b"Q" and state.kept:
            state.font, state.hidden = state.kept.pop()
        elif word == b"Tf" and len(operands) == 2 and isinstance(operands[0], Name):
            state.font = self._font(self.pdf.entries(state.names.get("Font")).get(operands[0]))
        elif word == b"Tr":
            state.hidden = last in (3, 7)
        elif word in (b"Tj", b"TJ", b"'", b'"'):
            self._show(last, state)
        elif word == b"Do" and state.depth < MOST_FORMS and isinstance(last, Name):
            self._form(last, state)

    def _show(self, said: Any, state: State) -> None:
        if state.font is None or state.hidden:
            return
        strings = said if isinstance(said, list) else [said]
        text = "".join(state.font.text(one) for one in strings if isinstance(one, bytes))
        mark = state.marks[-1]
        if mark is None:
            self.loose[state.page].append(text)
        else:
            self.marked.setdefault((state.page, mark), []).append(text)

    def _form(self, name: str, state: State) -> None:
        form = self.pdf.of(self.pdf.entries(state.names.get("XObject")).get(name))
        if isinstance(form, Stream) and self.pdf.of(form.entries.get("Subtype")) == "Form":
            own = form.entries.get("Resources", state.names)
            self._run(self.pdf.unpacked(form), own, state.page, state.marks[-1], state.depth + 1)

    def _mark(self, properties: Any, names: dict[str, Any]) -> int | None:
        if isinstance(properties, Name):
            properties = self.pdf.entries(names.get("Properties")).get(properties)
        mark = self.pdf.of(self.pdf.entries(properties).get("MCID"))
        return mark if type(mark) is int else None

    def _font(self, reference: Any) -> Font:
        number = reference.number if isinstance(reference, Ref) else -1
        if number < 0:
            return Font(self.pdf, self.pdf.entries(reference))
        if number not in self.fonts:
            self.fonts[number] = Font(self.pdf, self.pdf.entries(reference))
        return self.fonts[number]

    def _grow(self, parent: Element, value: Any, page: int, seen: set[int], depth: int) -> None:
        """The structure tree below `value`; each object once, whatever refers to it."""
        self.pdf.budget.node()
        if depth > DEEPEST:
            raise Unreadable("damaged")
        if isinstance(value, Ref):
            if value.number in seen:
                return
            seen.add(value.number)
        found = self.pdf.of(value)
        if isinstance(found, dict):
            self._grow_element(parent, found, page, seen, depth)
        elif type(found) is int:
            self.grown.add((page, found))
            parent.parts.append("".join(self.marked.get((page, found), ())))
        elif isinstance(found, list):
            for one in found:
                self._grow(parent, one, page, seen, depth + 1)

    def _grow_element(
        self, parent: Element, entries: dict[str, Any], page: int, seen: set[int], depth: int
    ) -> None:
        if isinstance(entries.get("Pg"), Ref):
            page = entries["Pg"].number
        if "MCID" in entries:
            self._grow(parent, self.pdf.of(entries["MCID"]), page, seen, depth + 1)
            return
        element = Element(str(self.pdf.of(entries.get("S"))))
        parent.parts.append(element)
        if entries.get("K") is not None:
            self._grow(element, entries["K"], page, seen, depth + 1)


class Line(NamedTuple):
    """One line of the printed ranking."""

    place: str
    name: str
    points: str


def printed_ranking(printed: Printed) -> list[Line]:
    """The first table whose lines say place, name and points; it may go on over several pages."""
    tables = [(_header(one), _lines(one)) for one in printed.tree.all_of("Table")]
    first = next((header for header, lines in tables if lines), None)
    return [line for header, lines in tables if header == first for line in lines]


def _header(table: Element) -> str:
    heads = table.all_of("THead")
    return heads[0].text() if heads else ""


def _lines(table: Element) -> list[Line]:
    lines = []
    for row in table.all_of("TR"):
        cells = row.all_of("TH", "TD")
        texts = [" ".join(cell.text().split()) for cell in cells]
        name = next((at for at in (1, 2) if at < len(cells) and cells[at].kind == "TH"), 0)
        if not name or not re.fullmatch(r"\d{1,4}|[—–-]", texts[0]):
            continue
        points = [one for one in texts[name + 1 :] if re.fullmatch(r"\d{1,3}[.,]\d", one)]
        if points:
            lines.append(Line(texts[0], texts[name], points[0]))
    return lines


# ---------------------------------------------------------------------------------------------
# 3. JSON: exact numbers, canonical bytes, and the problem with every default written out
# ---------------------------------------------------------------------------------------------
#
# A number of the JSON is the decimal that reads back as the same binary float, as an exact
# fraction: 0.1 is a tenth. The engine takes the float next to it and adds up floats, so its scores
# (0-100) are off by some 1e-13; 1e-9 lies far above that, and far below what anybody can see.

TOLERANCE = Fraction(1, 10**9)  # between a score of the answer and the exact one
LOOSE = Fraction(1, 10**6)  # for what is a quotient of differences: weights at which things turn
NOISE = Fraction(1, 10**9)  # who falls so little short of a minimum reaches it (method, 3)
HALF = Fraction(1, 20)  # of the last digit that is printed
HAIR = Fraction(1, 10**11)  # nearer than this to a threshold, the engine's floats may say either


def decoded(data: bytes, name: str) -> dict[str, Any]:
    """A JSON object, with fractions for numbers that are not whole."""
    try:
        found = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_float=_fraction,
            parse_int=_whole,
            parse_constant=_constant,
        )
    except (ValueError, RecursionError):
        raise Unreadable("not_json", name=name) from None
    if not isinstance(found, dict):
        raise Unreadable("not_json", name=name)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _fraction(digits: str) -> Fraction:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("too large")
    return Fraction(repr(number))


def _whole(digits: str) -> int:
    if len(digits) > 20:
        raise ValueError("too large")
    return int(digits)


def _constant(word: str) -> None:
    raise ValueError(word)


def canonical(value: Any) -> str:
    """The one spelling: keys sorted, no spaces, numbers as the shortest decimal."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{canonical(k)}:{canonical(value[k])}" for k in sorted(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, Fraction):
        digits = format(Decimal(repr(float(value))), "f")
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return json.dumps(value, ensure_ascii=False)


def digest_of(value: Any) -> str:
    return hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


REQUIRED = object()
LEFT_OUT = object()  # not written where it is not said

Judge = Callable[[Any], bool]


def _is_number(least: Any, most: Any) -> Judge:
    return lambda v: type(v) in (int, Fraction) and least <= v <= most


def _is_share(value: Any) -> bool:
    return _is_number(0, 1)(value)


def _is_whole(least: int, most: int) -> Judge:
    return lambda v: type(v) is int and least <= v <= most


def _maybe(judge: Judge) -> Judge:
    return lambda v: v is None or judge(v)


def _is_weight(value: Any) -> bool:
    return value == 0 or _is_number(Fraction(1, 10**12), 10**12)(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not any("\ud800" <= one <= "\udfff" for one in value)


def _is_code(value: Any) -> bool:
    return _is_text(value) and bool(value) and value.isprintable() and value == value.strip()


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_list(judge: Judge) -> Judge:
    return lambda v: isinstance(v, list) and all(map(judge, v))


def _is_credit(value: Any) -> bool:
    if not _is_list(_is_number(0, 1))(value) or len(value) != 5 or value[0] != 1:
        return False
    return all(one >= other for one, other in zip(value, value[1:]))


def _is_scale(value: Any) -> bool:
    if not isinstance(value, dict) or not set(value) <= {"kind", "values", "points", "reference"}:
        return False
    values, points = value.get("values", []), value.get("points", [])
    if value.get("kind") == "levels":
        rising = _is_list(_is_number(0, 100))(values) and len(values) > 1 and _rises(values)
        return rising and not points and value.get("reference") is None
    pairs = isinstance(points, list) and len(points) > 1 and all(map(_is_point, points))
    reference = _maybe(_is_number(Fraction(1, 10**12), 10**12))(value.get("reference"))
    if value.get("kind") != "measure" or values or not pairs or not reference:
        return False
    along = [point[0] for point in points]
    return _rises(along) or _rises(along[::-1])


def _is_point(value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    return _is_number(-(10**12), 10**12)(value[0]) and _is_number(0, 100)(value[1])


def _rises(numbers: Sequence[Any]) -> bool:
    return all(one < other for one, other in zip(numbers, numbers[1:]))


_EVIDENCE = (LEFT_OUT, _is_whole(0, 4))
_MINIMUM = (None, _maybe(_is_number(0, 100)))
_ANYTHING: Judge = lambda v: True  # noqa: E731  judged part by part
FIELDS: dict[str, dict[str, tuple[Any, Judge]]] = {
    "problem": {
        "format": (REQUIRED, lambda v: v == PROBLEM),
        "method": ({}, _ANYTHING),
        "competencies": (REQUIRED, _ANYTHING),
        "candidates": (REQUIRED, _ANYTHING),
        "cells": ([], _ANYTHING),
        "consensus": ([], _ANYTHING),
        "waivers": ([], _ANYTHING),
    },
    "method": {
        "evidence_credit": ([1, *(Fraction(n, 5) for n in (4, 3, 2, 1))], _is_credit),
        "tie_tolerance": (Fraction(1, 10**9), _is_number(0, 100)),
        "tie_break": ([], _is_list(_is_code)),
        "draws": (10000, _is_whole(1, 10**6)),
        "seed": (12, _is_whole(0, 2**53 - 1)),
        "concentration": (100, _is_number(Fraction(1, 10**12), 10**12)),
        "minimum_total": _MINIMUM,
        "clear": ({}, _ANYTHING),
        "narrow": ({}, _ANYTHING),
    },
    "clear": {"first": (Fraction(9, 10), _is_number(0, 1)), "flip": (5, _is_number(0, 100))},
    "narrow": {"first": (Fraction(3, 5), _is_number(0, 1))},
    "competencies": {
        "code": (REQUIRED, _is_code),
        "weight": (REQUIRED, _is_weight),
        "title": ("", _is_text),
        "minimum": _MINIMUM,
        "checks": ([], _ANYTHING),
    },
    "checks": {
        "code": (REQUIRED, _is_code),
        "weight": (REQUIRED, _is_weight),
        "title": ("", _is_text),
        "must": (False, _is_flag),
        "minimum": _MINIMUM,
        "proof": (0, _is_whole(0, 4)),
        "scope": (True, _is_flag),
        "scale": (LEFT_OUT, _maybe(_is_scale)),
    },
    "candidates": {"code": (REQUIRED, _is_code), "name": ("", _is_text)},
    "cells": {
        "candidate": (REQUIRED, _is_code),
        "check": (REQUIRED, _is_code),
        "assessor": (REQUIRED, _is_code),
        "value": (REQUIRED, _maybe(_is_number(0, 100))),
        "evidence": _EVIDENCE,
    },
    "consensus": {
        "candidate": (REQUIRED, _is_code),
        "check": (REQUIRED, _is_code),
        "value": (REQUIRED, _is_number(0, 100)),
        "evidence": _EVIDENCE,
    },
    "waivers": {
        "candidate": (REQUIRED, _is_code),
        "kind": (REQUIRED, lambda v: v in ("check", "competency", "total")),
        "code": (REQUIRED, _maybe(_is_code)),
        "reason": (REQUIRED, lambda v: _is_text(v) and bool(v.strip())),
    },
}


class Door:
    """A problem as the method writes it, or what it does not allow."""

    def __init__(self, name: str) -> None:
        self.name = name

    def refuse(self, path: str) -> Unreadable:
        return Unreadable("not_allowed", name=self.name, path=path.lstrip("."))

    def problem(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("format") != PROBLEM:
            raise Unreadable("not_format", name=self.name, format=PROBLEM)
        found = self._fields("problem", "", data)
        method = found["method"] = self._fields("method", "method", found["method"])
        for part in ("clear", "narrow"):
            method[part] = self._fields(part, f"method.{part}", method[part])
        for part in ("competencies", "candidates", "cells", "consensus", "waivers"):
            found[part] = self._list(part, part, found[part])
        for at, competency in enumerate(found["competencies"]):
            path = f"competencies[{at}].checks"
            competency["checks"] = self._list("checks", path, competency["checks"])
            for check in competency["checks"]:
                self._scale(check)
        self._rubric(found)
        self._references(found)
        self._size(found)
        return found

    def _fields(self, kind: str, path: str, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise self.refuse(path)
        for key in data:
            if key not in FIELDS[kind]:
                raise self.refuse(f"{path}.{key}")
        found = {}
        for key, (default, judge) in FIELDS[kind].items():
            if key in data:
                if not judge(data[key]):
                    raise self.refuse(f"{path}.{key}")
                found[key] = data[key]
            elif default is REQUIRED:
                raise self.refuse(f"{path}.{key}")
            elif default is not LEFT_OUT:
                found[key] = default
        return found

    def _list(self, kind: str, path: str, data: Any) -> list[dict[str, Any]]:
        if not isinstance(data, list):
            raise self.refuse(path)
        return [self._fields(kind, f"{path}[{at}]", one) for at, one in enumerate(data)]

    def _scale(self, check: dict[str, Any]) -> None:
        """A scale says only what it has; no scale is not said."""
        scale = check.pop("scale", None)
        if scale is not None:
            check["scale"] = {key: said for key, said in scale.items() if said not in (None, [])}

    def _rubric(self, found: dict[str, Any]) -> None:
        competencies, method = found["competencies"], found["method"]
        checks = [check for one in competencies for check in one["checks"]]
        self._unique("competencies", [one["code"] for one in competencies])
        self._unique("checks", [check["code"] for check in checks])
        self._unique("method.tie_break", method["tie_break"])
        for check in checks:
            if check["must"] != (check["minimum"] is not None):
                raise self.refuse(f"{check['code']}.minimum")
        for one in competencies:
            weights = [check["weight"] for check in one["checks"] if check["scope"]]
            if weights and not any(weights):
                raise self.refuse(f"{one['code']}.checks")
        scope = [one for one in competencies if any(check["scope"] for check in one["checks"])]
        if not any(one["weight"] for one in scope):
            raise self.refuse("competencies")
        if not {*method["tie_break"]} <= {one["code"] for one in competencies}:
            raise self.refuse("method.tie_break")
        if method["narrow"]["first"] > method["clear"]["first"]:
            raise self.refuse("method.narrow.first")

    def _references(self, found: dict[str, Any]) -> None:
        self._unique("candidates", [one["code"] for one in found["candidates"]])
        candidates = {one["code"] for one in found["candidates"]}
        if not candidates:
            raise self.refuse("candidates")
        checks = {check["code"] for one in found["competencies"] for check in one["checks"]}
        for part, keys in (("cells", _CELL), ("consensus", _CELL[:2])):
            for at, one in enumerate(found[part]):
                if one["check"] not in checks or one["candidate"] not in candidates:
                    raise self.refuse(f"{part}[{at}]")
            self._unique(part, [tuple(one[key] for key in keys) for one in found[part]])
        gates = set(_gates_of(found))
        for at, one in enumerate(found["waivers"]):
            if one["candidate"] not in candidates or (one["kind"], one["code"]) not in gates:
                raise self.refuse(f"waivers[{at}]")
        self._unique("waivers", [tuple(one[key] for key in _WAIVER) for one in found["waivers"]])

    @staticmethod
    def _size(found: dict[str, Any]) -> None:
        """Every cell is moved, and everybody judged anew; every assessor is left out."""
        checks = sum(len(one["checks"]) for one in found["competencies"])
        cells = len(found["candidates"]) * checks + len(found["cells"])
        people = len({one["assessor"] for one in found["cells"]})
        if cells * (len(found["candidates"]) + checks + people) > MOST_WORK:
            raise Unreadable("too_large")

    def _unique(self, path: str, keys: list[Any]) -> None:
        if len({*keys}) != len(keys):
            raise self.refuse(path)


_CELL = ("candidate", "check", "assessor")
_WAIVER = ("candidate", "kind", "code")


def _gates_of(problem: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    for one in problem["competencies"]:
        yield from (("check", check["code"]) for check in one["checks"] if check["must"])
        if one["minimum"] is not None:
            yield "competency", one["code"]
    if problem["method"]["minimum_total"] is not None:
        yield "total", None


def inputs_digest(problem: dict[str, Any]) -> str:
    """Of all that was put in; the order of people and ratings says nothing, so it is sorted."""

    def ordered(part: str, *keys: str) -> list[Any]:
        return sorted(problem[part], key=lambda one: tuple(one[key] or "" for key in keys))

    return digest_of(
        {
            **problem,
            "candidates": ordered("candidates", "code"),
            "cells": ordered("cells", *_CELL),
            "consensus": ordered("consensus", *_CELL[:2]),
            "waivers": ordered("waivers", *_WAIVER),
        }
    )


def frozen_fingerprint(problem: dict[str, Any]) -> str:
    """Of the rules that are fixed when scoring opens."""
    return digest_of({part: problem[part] for part in ("method", "competencies")})


# ---------------------------------------------------------------------------------------------
# 4. The method (docs/method.md, 1 to 4): weights, panel means, gates, ranks
# ---------------------------------------------------------------------------------------------


class Triple(NamedTuple):
    """What was shown, what was promised, and what unanswered questions could still add."""

    proven: Fraction
    claimed: Fraction
    ceiling: Fraction


NONE = Triple(Fraction(0), Fraction(0), Fraction(0))


def weighted(weights: Mapping[str, Fraction], triples: Mapping[str, Triple]) -> Triple:
    """Σ w x, three times."""
    sums = (sum(w * triples[code][x] for code, w in weights.items()) for x in range(3))
    return Triple(*map(Fraction, sums))


class Reading(NamedTuple):
    """A rating that counts."""

    value: Fraction
    credit: Fraction
    assessor: str | None  # None for a consensus


class Gate(NamedTuple):
    kind: str
    code: str | None
    minimum: Fraction
    low: Fraction
    high: Fraction
    state: str
    waived: bool


class Standing(NamedTuple):
    """One candidate with one reading of its cells."""

    code: str
    cells: dict[str, Triple]  # by check
    sums: dict[str, Triple]  # by competency
    total: Triple
    gates: list[Gate]

    @property
    def status(self) -> str:
        if self.failed:
            return "excluded"
        return "conditional" if any(one.state == "open" for one in self.gates) else "eligible"

    @property
    def failed(self) -> list[Gate]:
        return [one for one in self.gates if one.state == "failed" and not one.waived]


class Method:
    """A problem by its method. `hair` moves every threshold by a hair's breadth."""

    def __init__(self, problem: dict[str, Any], hair: Fraction = Fraction(0)) -> None:
        self.problem = problem
        self.rules = problem["method"]
        self.tolerance = Fraction(self.rules["tie_tolerance"]) + hair
        self.noise = NOISE + hair
        self.candidates = sorted(one["code"] for one in problem["candidates"])
        self.names = {one["code"]: one["name"] for one in problem["candidates"]}
        scope = {
            one["code"]: [check for check in one["checks"] if check["scope"]]
            for one in problem["competencies"]
        }
        self.competencies = [one for one in problem["competencies"] if scope[one["code"]]]
        self.checks = {check["code"]: check for checks in scope.values() for check in checks}
        self.owner = {check["code"]: code for code, checks in scope.items() for check in checks}
        self.weights = _normalised({one["code"]: one["weight"] for one in self.competencies})
        self.within_of = {  # competency → its checks → their shares of it
            one["code"]: _normalised({k["code"]: k["weight"] for k in scope[one["code"]]})
            for one in self.competencies
        }
        self.within = {k: share for one in self.within_of.values() for k, share in one.items()}
        self.shares = {code: u * self.weights[self.owner[code]] for code, u in self.within.items()}
        self.waived = {tuple(one[key] for key in _WAIVER) for one in problem["waivers"]}
        self.readings = self._readings()
        self.standings = {code: self.standing(code, self.cells(code)) for code in self.candidates}

    def _readings(self) -> dict[tuple[str, str], list[Reading]]:
        """What counts of each cell: its consensus, else everybody who did not abstain."""
        found: dict[tuple[str, str], list[Reading]] = {}
        settled = {(one["candidate"], one["check"]) for one in self.problem["consensus"]}
        panel = [
            one
            for one in self.problem["cells"]
            if one["value"] is not None and (one["candidate"], one["check"]) not in settled
        ]
        for one in [*self.problem["consensus"], *panel]:
            if one["check"] in self.checks:
                proof = self.checks[one["check"]]["proof"]
                short = max(0, proof - one.get("evidence", proof))
                credit = Fraction(self.rules["evidence_credit"][short])
                reading = Reading(Fraction(one["value"]), credit, one.get("assessor"))
                found.setdefault((one["candidate"], one["check"]), []).append(reading)
        return found

    def cells(self, candidate: str, without: str | None = None) -> dict[str, Triple]:
        """Proven, promised and ceiling at each check; `without` an assessor's ratings."""
        found = {}
        for check in self.checks:
            readings = self.readings.get((candidate, check), [])
            if without is not None:
                readings = [one for one in readings if one.assessor != without]
            found[check] = mean(readings)
        return found

    def standing(self, candidate: str, cells: dict[str, Triple]) -> Standing:
        sums = {
            one["code"]: weighted(self.within_of[one["code"]], cells) for one in self.competencies
        }
        return self.judged(candidate, cells, sums)

    def judged(self, candidate: str, cells: dict[str, Triple], sums: dict[str, Triple]) -> Standing:
        total = weighted(self.weights, sums)
        gates = []
        for code, check in self.checks.items():
            if check["minimum"] is not None:
                gates.append(self.gate(candidate, "check", code, check["minimum"], cells[code]))
        for one in self.competencies:
            if one["minimum"] is not None:
                code = one["code"]
                gates.append(self.gate(candidate, "competency", code, one["minimum"], sums[code]))
        if self.rules["minimum_total"] is not None:
            gates.append(self.gate(candidate, "total", None, self.rules["minimum_total"], total))
        return Standing(candidate, cells, sums, total, gates)

    def gate(self, candidate: str, kind: str, code: str | None, minimum: Any, on: Triple) -> Gate:
        low, high, least = on.proven, on.ceiling, Fraction(minimum)
        state = "passed" if low >= least - self.noise else "open"
        if high < least - self.noise:
            state = "failed"
        waived = (candidate, kind, code) in self.waived
        return Gate(kind, code, least, low, high, state, waived)

    def coverage(self, candidate: str) -> Fraction:
        rated = (check for check in self.checks if self.readings.get((candidate, check)))
        return sum((self.shares[check] for check in rated), Fraction(0))

    def tied(self, codes: Sequence[str], scores: Mapping[str, Fraction]) -> list[list[str]]:
        """Groups of equals, the highest first, each measured from its highest."""
        groups: list[list[str]] = []
        for code in sorted(codes, key=lambda one: -scores[one]):
            if groups and scores[groups[-1][0]] - scores[code] <= self.tolerance:
                groups[-1].append(code)
            else:
                groups.append([code])
        return groups

    def listed(
        self, groups: list[list[str]], standings: Mapping[str, Standing], without: str | None = None
    ) -> list[str]:
        """As an answer lists them: inside a tie by the announced competencies, then by code."""
        for competency in self.rules["tie_break"]:
            if competency in self.weights and competency != without:
                scores = {code: one.sums[competency].proven for code, one in standings.items()}
                groups = [finer for group in groups for finer in self.tied(group, scores)]
        return [code for group in groups for code in sorted(group)]

    def leaders(self, standings: Mapping[str, Standing]) -> list[str]:
        ranked = [code for code, one in standings.items() if not one.failed]
        groups = self.tied(ranked, {code: one.total.proven for code, one in standings.items()})
        return self.listed(groups[:1], standings)

    def ranking(self) -> dict[str, int | None]:
        """Everybody's rank, in the order of the answer; the excluded last, without one."""
        totals = {code: one.total.proven for code, one in self.standings.items()}
        out = [code for code, one in self.standings.items() if one.failed]
        groups = self.tied([code for code in self.standings if code not in out], totals)
        ranks: dict[str, int | None] = {}
        for group in groups:
            rank = len(ranks) + 1
            ranks.update(dict.fromkeys(group, rank))
        order = self.listed(groups, self.standings)
        behind = self.listed(self.tied(out, totals), self.standings)
        return {**{code: ranks[code] for code in order}, **dict.fromkeys(behind)}


def _normalised(weights: Mapping[str, Any]) -> dict[str, Fraction]:
    total = sum(map(Fraction, weights.values()))
    return {code: Fraction(weight) / total for code, weight in weights.items()}


def mean(readings: Sequence[Reading]) -> Triple:
    """Of a panel; who rated nothing scores nothing, and could still reach everything."""
    if not readings:
        return Triple(Fraction(0), Fraction(0), Fraction(100))
    proven = Fraction(sum(one.value * one.credit for one in readings)) / len(readings)
    claimed = Fraction(sum(one.value for one in readings)) / len(readings)
    return Triple(proven, claimed, claimed)


# ---------------------------------------------------------------------------------------------
# 5. The certificate (docs/method.md, 5): what could change the first place
# ---------------------------------------------------------------------------------------------


Span = tuple[Fraction, Fraction]  # a part of 0-1


class Certificate:
    """The exact part of the stability certificate."""

    def __init__(self, method: Method) -> None:
        self.method = method
        self.today = method.standings
        self.ranking = method.ranking()
        self.ranked = [code for code, rank in self.ranking.items() if rank is not None]
        self.leaders = method.leaders(self.today)
        self.flips = self._nearest_flips()

    def to_json(self) -> dict[str, Any]:
        return {
            "weight_intervals": self._weight_intervals(),
            "nearest_flips": self.flips,
            "decisive": self._decisive(),
            "rating_flips": self._rating_flips(),
            "leave_one_out": {
                "assessors": self._without_assessors(),
                "competencies": self._without_competencies(),
            },
            "necessarily_above": [
                [one, other]
                for one, other in permutations(self.ranked, 2)
                if self.today[one].total.proven - self.today[other].total.ceiling
                > self.method.tolerance
            ],
        }

    def verdict(self, first: Any) -> str:
        """In a word; `first` is the leader's simulated share of first places."""
        if len(self.leaders) != 1 or first is None:
            return "none"
        clear, narrow = self.method.rules["clear"], self.method.rules["narrow"]
        points = [one["points"] for one in self.flips if one["points"] is not None]
        far = not points or min(points) >= clear["flip"] - HAIR
        if first >= clear["first"] and far:
            return "clear"
        return "narrow" if first >= narrow["first"] else "none"

    def _nearest_flips(self) -> list[dict[str, Any]]:
        return [self._nearest_flip(self.ranked[0], rival) for rival in self.ranked[1:]]

    def _nearest_flip(self, leader: str, rival: str) -> dict[str, Any]:
        """From where the leader is furthest ahead to where it is least: nothing closes more."""
        one, other = self.today[leader], self.today[rival]
        gap = one.total.proven - other.total.proven
        lead = {g: one.sums[g].proven - other.sums[g].proven for g in one.sums}
        if gap <= self.method.tolerance:
            return {"rival": rival, "points": Fraction(0), "moves": []}
        to = min(lead, key=lambda g: lead[g])
        moves = []
        for source in sorted(lead, key=lambda g: -lead[g]):
            closes = lead[source] - lead[to]
            if gap <= NOISE or closes <= NOISE:
                break
            share = min(self.method.weights[source], gap / closes)
            gap -= share * closes
            if share:
                moves.append({"from": source, "to": to, "points": 100 * share})
        if gap > NOISE:
            return {"rival": rival, "points": None, "moves": []}
        return {"rival": rival, "points": sum(m["points"] for m in moves), "moves": moves}

    def _without_assessors(self) -> dict[str, list[str]]:
        method = self.method
        found: dict[str, list[str]] = {}
        for assessor in sorted({one["assessor"] for one in method.problem["cells"]}):
            standings = {c: method.standing(c, method.cells(c, assessor)) for c in self.today}
            found[assessor] = method.leaders(standings)
        return found

    def _without_competencies(self) -> dict[str, list[str]]:
        """Its checks, its gates and its place in the tie-break go too."""
        method = self.method
        found: dict[str, list[str]] = {}
        for competency in method.weights:
            left = {g: w for g, w in method.weights.items() if g != competency}
            if not any(left.values()):
                found[competency] = []
                continue
            weights, standings = _normalised(left), {}
            for code, one in self.today.items():
                total = weighted(weights, one.sums)
                gates = [g for g in one.gates if self._owner(g) not in (None, competency)]
                if method.rules["minimum_total"] is not None:
                    least = method.rules["minimum_total"]
                    gates.append(method.gate(code, "total", None, least, total))
                standings[code] = one._replace(total=total, gates=gates)
            ranked = [code for code, one in standings.items() if not one.failed]
            groups = method.tied(ranked, {c: one.total.proven for c, one in standings.items()})
            found[competency] = method.listed(groups[:1], standings, without=competency)
        return found

    def _owner(self, gate: Gate) -> str | None:
        """The competency that a gate belongs to; the total belongs to none."""
        return self.method.owner[str(gate.code)] if gate.kind == "check" else gate.code

    def _moved(
        self, candidate: str, check: str, low: Fraction, high: Fraction
    ) -> tuple[str, list[str]] | None:
        """What one changed cell does, and who leads then; None where it does nothing."""
        method, one = self.method, self.today[candidate]
        owner, share = method.owner[check], method.within[check]
        was, sums = one.cells[check], dict(one.sums)
        changed = Triple(low, was.claimed, high)
        steps = zip(sums[owner], was, changed)
        sums[owner] = Triple(*(s + share * (new - old) for s, old, new in steps))
        standing = method.judged(candidate, {**one.cells, check: changed}, sums)
        standings = {**self.today, candidate: standing}
        leaders = method.leaders(standings)
        if {*leaders} != {*self.leaders}:
            return "leader", leaders
        if [gate.state for gate in standing.gates] != [gate.state for gate in one.gates]:
            return "gate", leaders
        return None

    def _decisive(self) -> list[dict[str, Any]]:
        found = []
        for candidate in self.today:
            for check, share in self.method.shares.items():
                readings = self.method.readings.get((candidate, check), [])
                least = min((one.value * one.credit for one in readings), default=Fraction(0))
                most = max((one.value for one in readings), default=Fraction(100))
                swing = share * (most - least)
                if not swing:
                    continue
                ends = [self._moved(candidate, check, end, end) for end in (least, most)]
                effects = {end[0] for end in ends if end}
                if effects:
                    effect = "leader" if "leader" in effects else "gate"
                    cell = {"candidate": candidate, "check": check}
                    found.append({**cell, "swing": swing, "effect": effect})
        return found

    def _rating_flips(self) -> list[dict[str, Any]]:
        found = []
        for (candidate, check), readings in self.method.readings.items():
            was = self.today[candidate].cells[check]
            ends = {
                "level_up": self._stepped(check, readings, up=True),
                "level_down": self._stepped(check, readings, up=False),
                "refuted": (Fraction(0), Fraction(0)),
                "proven": (was.claimed, was.claimed),
            }
            for change, (low, high) in ends.items():
                if (low, high) == (was.proven, was.ceiling):
                    continue
                moved = self._moved(candidate, check, low, high)
                if moved:
                    cell = {"candidate": candidate, "check": check, "change": change}
                    found.append({**cell, "effect": moved[0], "leaders": moved[1]})
        return found

    def _stepped(self, check: str, readings: list[Reading], *, up: bool) -> Span:
        """Every rating of a cell one step further on its scale, where there is one."""
        scale = self.method.checks[check].get("scale", {})
        steps = {*scale.get("values", ()), *(value for _, value in scale.get("points", ()))}
        moved = []
        for one in readings:
            beyond = [step for step in steps if (step > one.value if up else step < one.value)]
            value = (min(beyond) if up else max(beyond)) if beyond else one.value
            moved.append(one._replace(value=Fraction(value)))
        return mean(moved).proven, mean(moved).ceiling

    def _weight_intervals(self) -> list[dict[str, Any]]:
        if not self.leaders:
            return []
        rows = [
            code
            for code in self.ranking
            if all(gate.kind == "total" for gate in self.today[code].failed)
        ]
        return [self._weight_interval(g, rows) for g in self.method.weights]

    def _weight_interval(self, competency: str, rows: list[str]) -> dict[str, Any]:
        """Totals are lines in the weight of one competency, the others in proportion."""
        weight = self.method.weights[competency]
        found: dict[str, Any] = {"competency": competency, "weight": weight}
        rest = {g: w for g, w in self.method.weights.items() if g != competency and w}
        if not rest:
            one = Fraction(1)
            return {**found, "low": one, "high": one, "below": None, "above": None}
        rest = _normalised(rest)
        start = {code: weighted(rest, self.today[code].sums) for code in rows}
        end = {code: self.today[code].sums[competency] for code in rows}
        alive = {code: self._alive(code, start[code], end[code]) for code in rows}
        leader, *rivals = rows
        ahead = []
        for rival in rivals:
            level = self.today[leader].total.proven - self.today[rival].total.proven
            level = Fraction(0) if self.today[rival].failed else min(level, Fraction(0))
            begin = start[leader].proven - start[rival].proven
            finish = end[leader].proven - end[rival].proven
            below = _split(begin, finish, level)[1]
            ahead.append((max(below[0], alive[rival][0]), min(below[1], alive[rival][1])))
        for side, beyond, way in (("low", "below", -1), ("high", "above", 1)):
            at = found[side] = _reach(weight, way, ahead, alive[leader])
            pool = [one for one in rivals if _holds(alive[one], at, way)]
            height = {r: start[r].proven * (1 - at) + end[r].proven * at for r in pool}
            slope = {r: way * (end[r].proven - start[r].proven) for r in pool}
            found[beyond] = _highest(_highest_of(pool, height), slope)
        return found

    def _alive(self, code: str, start: Triple, end: Triple) -> Span:
        """Where its ceiling reaches the minimum total."""
        minimum = self.method.rules["minimum_total"]
        if minimum is None or (code, "total", None) in self.method.waived:
            return Fraction(0), Fraction(1)
        return _split(start.ceiling, end.ceiling, Fraction(minimum))[0]


def _reach(weight: Fraction, way: int, ahead: Sequence[Span], alive: Span) -> Fraction:
    """How far a weight may go, up (1) or down (-1), before the leader is met, or out."""
    ends = [
        way * (low if way > 0 else high)
        for low, high in ahead
        if high - low > NOISE and way * ((low + high) / 2 - weight) > 0
    ]
    lost = way * (alive[1] if way > 0 else alive[0])
    return way * max(min([*ends, lost]), way * weight)


def _highest_of(pool: list[str], score: Mapping[str, Fraction]) -> list[str]:
    best = max((score[one] for one in pool), default=Fraction(0))
    return [one for one in pool if best - score[one] <= NOISE]


def _highest(pool: list[str], score: Mapping[str, Fraction]) -> str | None:
    """The first as listed of those with the highest score; nobody where there is nobody."""
    return next(iter(_highest_of(pool, score)), None)


def _holds(span: Span, at: Fraction, way: int) -> bool:
    """Whether a span goes on just beyond `at`."""
    near, far = span if way > 0 else (span[1], span[0])
    return way * (near - at) <= NOISE and way * (far - at) > NOISE


def _split(start: Fraction, end: Fraction, level: Fraction) -> tuple[Span, Span]:
    """Where on 0-1 a line is not below a level, and where it is.

    An empty span begins after it ends.
    """
    starts, ends = start < level - NOISE, end < level - NOISE
    zero, one = Fraction(0), Fraction(1)
    if starts == ends:
        return ((one, zero), (zero, one)) if starts else ((zero, one), (one, zero))
    turn = (level - start) / (end - start)
    return ((turn, one), (zero, turn)) if starts else ((zero, turn), (turn, one))


# ---------------------------------------------------------------------------------------------
# 6. What is said against what comes out
# ---------------------------------------------------------------------------------------------


class Difference(NamedTuple):
    """One thing that does not agree; `said` or `found` is `NOTHING` where there is none."""

    place: str
    said: Any
    found: Any

    def words(self, language: str) -> str:
        key = "difference"
        if self.said is NOTHING:
            key = "missing"
        elif self.found is NOTHING:
            key = "surplus"
        return say(language, key, place=self.place, said=self.said, found=self.found)


class _Nothing:
    def __repr__(self) -> str:
        return "…"


NOTHING = _Nothing()


def answer_to(problem: dict[str, Any], claimed: Any, hair: Fraction) -> dict[str, Any]:
    """The comparison of a problem, all but the simulated part.

    `claimed` is the attached comparison: the verdict rests on a share that it simulated.
    """
    method = Method(problem, hair)
    certificate = Certificate(method)
    leaders = certificate.leaders
    first = _at(claimed, "simulation", "near", "first", leaders[0]) if leaders else None
    totals = [method.standings[code].total.proven for code in certificate.ranked]
    totals.sort(reverse=True)
    return {
        "format": COMPARISON,
        "inputs_digest": inputs_digest(problem),
        "frozen_fingerprint": frozen_fingerprint(problem),
        "leaders": leaders,
        "margin": totals[0] - totals[1] if len(totals) > 1 else None,
        "verdict": certificate.verdict(first if _is_share(first) else None),
        "candidates": [
            _candidate(method, code, rank) for code, rank in certificate.ranking.items()
        ],
        "stability": certificate.to_json(),
    }


def _candidate(method: Method, code: str, rank: int | None) -> dict[str, Any]:
    one = method.standings[code]
    names = ("proven", "claimed", "ceiling")
    return {
        "code": code,
        "name": method.names[code],
        "status": one.status,
        "rank": rank,
        "coverage": method.coverage(code),
        "score": dict(zip(names, one.total)),
        "competencies": [
            {"code": g, **dict(zip(names, sums)), "contribution": method.weights[g] * sums.proven}
            for g, sums in one.sums.items()
        ],
        "gates": [gate._asdict() for gate in one.gates],
    }


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def differences_in(
    place: str, said: Any, found: Any, near: Fraction = TOLERANCE
) -> list[Difference]:
    """Every leaf of `found` against the same of `said`; and what is said that is not in `found`."""
    if isinstance(found, dict) and isinstance(said, dict):
        told = []
        for key in {**found, **said}:
            one, other = said.get(key, NOTHING), found.get(key, NOTHING)
            loose = LOOSE if key in ("low", "high") and "weight_intervals" in place else near
            told += differences_in(f"{place}.{key}", one, other, loose)
        return told
    if isinstance(found, list) and isinstance(said, list):
        told = []
        for at in range(max(len(found), len(said))):
            one = said[at] if at < len(said) else NOTHING
            other = found[at] if at < len(found) else NOTHING
            code = _at(one, "code") or _at(one, "competency") or at
            told += differences_in(f"{place}[{code}]", one, other, near)
        return told
    if type(found) in (int, Fraction) and type(said) in (int, Fraction):
        return [] if abs(said - found) <= near else [Difference(place, said, found)]
    same = type(said) is type(found) and said == found
    return [] if same else [Difference(place, said, found)]


def _keyed(items: Any, *keys: str) -> Any:
    """A list whose order is only that of its size, by what each item is about."""
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        return items
    keyed = {" ".join(str(one.get(key)) for key in keys): one for one in items}
    return keyed if len(keyed) == len(items) else items  # something stands twice


def differences_in_answer(claimed: dict[str, Any], found: dict[str, Any]) -> list[Difference]:
    """The attached comparison against the recomputed one."""
    said = {key: value for key, value in claimed.items() if key not in ("simulation", "engine")}
    if isinstance(said.get("stability"), dict):
        said["stability"], flips = _comparable(said["stability"])
    else:
        flips = None
    found = {**found}
    found["stability"], exact = _comparable(found["stability"])
    told = differences_in("comparison.json", said, found)
    return [_shorter(one) for one in told] + _differences_in_flips(flips, exact)


def _shorter(one: Difference) -> Difference:
    return one._replace(place=one.place.replace("comparison.json.", "comparison.json, "))


def _comparable(stability: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    cell = ("candidate", "check", "change")
    found = {
        **stability,
        "decisive": _keyed(stability.get("decisive"), *cell[:2]),
        "rating_flips": _keyed(stability.get("rating_flips"), *cell),
    }
    return found, found.pop("nearest_flips", None)


def _differences_in_flips(said: Any, found: list[dict[str, Any]]) -> list[Difference]:
    """Points for each rival. Moves may be told in another order where two close as much."""
    place = "comparison.json, stability.nearest_flips"
    if not isinstance(said, list) or len(said) != len(found):
        return [Difference(place, said, found)]
    told = []
    for one, other in zip(said, found):
        here = f"{place}[{other['rival']}]"
        if not isinstance(one, dict) or {*one} != {*other}:
            told.append(Difference(here, one, other))
            continue
        for key in ("rival", "points"):
            told += differences_in(f"{here}.{key}", one[key], other[key], LOOSE)
        moves, exact = (_by_source(flip["moves"]) for flip in (one, other))
        told += differences_in(f"{here}.moves", moves, exact, LOOSE)
    return told


def _by_source(moves: Any) -> Any:
    """Moves by where they take from; those of next to nothing are noise."""
    if not isinstance(moves, list) or not all(isinstance(one, dict) for one in moves):
        return moves
    kept = [
        one
        for one in moves
        if not isinstance(one.get("points"), (int, Fraction)) or abs(one["points"]) > LOOSE
    ]
    return _keyed(kept, "from")


def differences_in_simulation(claimed: dict[str, Any], problem: dict[str, Any]) -> list[Difference]:
    """Not whether the shares are right: whether they are of this problem, and agree."""
    told = []
    for name in ("near", "any"):
        place, said = f"comparison.json, simulation.{name}", _at(claimed, "simulation", name)
        for key in ("draws", "seed"):
            told += differences_in(f"{place}.{key}", _at(said, key), problem["method"][key])
        run = Run(said, problem)
        for code in sorted(run.codes):
            told += [
                Difference(f"{place}.{part}[{code}]", _at(said, part, code), NOTHING)
                for part in run.unfit(code)
            ]
    return told


class Run:
    """The figures of one simulation, as they are said."""

    def __init__(self, said: Any, problem: dict[str, Any]) -> None:
        self.said = said
        self.draws = problem["method"]["draws"]
        self.codes = {one["code"] for one in problem["candidates"]}
        self.competencies = {
            one["code"]
            for one in problem["competencies"]
            if any(check["scope"] for check in one["checks"])
        }

    def unfit(self, code: str) -> Iterator[str]:
        """The parts that cannot be, of one candidate, given the others."""
        first = _at(self.said, "first", code)
        if not _is_share(first):
            yield "first"
            return
        ranks = _at(self.said, "acceptability", code)
        if (
            not _is_list(_is_share)(ranks)
            or len(ranks) != len(self.codes)
            or abs(ranks[0] - first) > TOLERANCE
            or sum(ranks) > 1 + TOLERANCE
        ):
            yield "acceptability"
        error = _at(self.said, "standard_error", code)
        exact = Fraction(math.sqrt(first * (1 - first) / self.draws))
        if not _is_share(error) or abs(error - exact) > TOLERANCE:
            yield "standard_error"
        if not self._is_pairwise(_at(self.said, "pairwise", code), code):
            yield "pairwise"
        ends = _at(self.said, "interval", code)
        if not _is_list(_is_number(0, 100))(ends) or len(ends) != 2 or ends[0] > ends[1]:
            yield "interval"
        if not self._is_central(_at(self.said, "central_weights", code), first):
            yield "central_weights"

    def _is_pairwise(self, shares: Any, code: str) -> bool:
        if not isinstance(shares, dict) or {*shares} != self.codes - {code}:
            return False
        return all(map(_is_share, shares.values()))

    def _is_central(self, weights: Any, first: Any) -> bool:
        """The mean of the weights with which it comes first; of none where it never does."""
        if weights is None or not first:
            return weights is None and not first
        if not isinstance(weights, dict) or {*weights} != self.competencies:
            return False
        return all(map(_is_share, weights.values())) and abs(sum(weights.values()) - 1) <= LOOSE


def differences_in_record(
    attached: Attached, found: dict[str, Any], language: str
) -> list[Difference]:
    """What the report says of itself."""
    told, record = [], attached.record
    for key in ("inputs_digest", "frozen_fingerprint"):
        told += differences_in(f"record.json, {key}", record.get(key, NOTHING), found[key])
    engine = (
        record.get("engine") if attached.comparison is None else attached.comparison.get("engine")
    )
    told += differences_in("record.json, engine", record.get("engine"), engine)
    if not isinstance(engine, str):
        told.append(Difference("comparison.json, engine", engine, "1.…"))
    told += differences_in("record.json, language", record.get("language", NOTHING), language)
    if head_of(record) is None:
        told.append(Difference("record.json, ledger", record.get("ledger"), "{number, digest}"))
    return told


def head_of(record: Mapping[str, Any]) -> tuple[int, str] | None:
    """Where the ledger ended when the report was made."""
    number, digest = _at(record, "ledger", "number"), _at(record, "ledger", "digest")
    if type(number) is not int or not isinstance(digest, str) or number < 0:
        return None
    return (number, digest) if re.fullmatch(r"[0-9a-f]{64}" if number else "", digest) else None


class Proof(NamedTuple):
    """The pages against the recomputed answer."""

    printed: Printed
    record: dict[str, Any]
    found: dict[str, Any]
    own: str  # the language of the pages
    spoken: str  # of what is said about them

    def differences(self) -> list[Difference]:
        lines = printed_ranking(self.printed)
        if not lines:
            raise Unreadable("no_ranking")
        return [*self._in_lines(lines), *self._at_foot(), *self._in_digests()]

    def prints_digests(self) -> bool:
        """Whether this edition has the part in which its digests stand in full."""
        labels = (self._label(key) for key in ("inputs_digest", "frozen_fingerprint", "head"))
        return any(re.search(label + r"[\da-fA-F]{2}", self._text()) for label in labels)

    def _in_lines(self, lines: list[Line]) -> Iterator[Difference]:
        candidates = self.found["candidates"]
        if len(lines) != len(candidates):
            place = say(self.spoken, "printed_lines")
            yield Difference(place, len(lines), len(candidates))
            return
        for number, (line, one) in enumerate(zip(lines, candidates), start=1):
            place = "—" if one["rank"] is None else str(one["rank"])
            score = one["score"]["proven"]
            off = abs(Fraction(line.points.replace(",", ".")) - score)
            for what, said, other, same in (
                ("name", line.name, one["name"], _same_text(line.name, one["name"])),
                ("rank", line.place, place, line.place == place),
                ("score", line.points, points(score, self.own), off <= HALF + TOLERANCE),
            ):
                if not same:
                    what = say(self.spoken, what)
                    here = say(self.spoken, "printed_row", line=number, what=what)
                    yield Difference(here, said, other)

    def _at_foot(self) -> Iterator[Difference]:
        """The short digest, on every page that has one."""
        short = self.found["inputs_digest"][:12]
        for page, parts in enumerate(self.printed.loose.values(), start=1):
            foot = _compact("".join(parts))
            for said in re.findall(self._label("short") + r"([0-9A-Za-z]{6,64})\.\.\.", foot):
                if said != short:
                    yield Difference(say(self.spoken, "printed_short", page=page), said, short)

    def _in_digests(self) -> Iterator[Difference]:
        """Wherever a label stands before a digest."""
        if not self.prints_digests():
            return
        for key in ("inputs_digest", "frozen_fingerprint"):
            said = re.findall(self._label(key) + r"([0-9a-f]{16,64})", self._text())
            for one in said or [NOTHING]:
                if one != self.found[key]:
                    yield Difference(self._place(key), one, self.found[key])
        engine = self.record.get("engine")
        said = re.findall(self._label("engine") + r"(\d+\.\d+\.\d+)", self._text())
        if engine not in said:
            yield Difference(self._place("engine"), said[-1] if said else NOTHING, engine)
        yield from self._at_head()

    def _at_head(self) -> Iterator[Difference]:
        """The last one has to be there. An earlier one, which was signed, may stand beside it."""
        head = head_of(self.record)
        found = re.findall(self._label("head") + r"(\d{1,12})·([0-9a-f]{64})?", self._text())
        said = [(int(number), digest) for number, digest in found]
        if head is None or head not in said:
            yield Difference(
                self._place("head"), spelled(said[-1]) if said else NOTHING, spelled(head)
            )
            return
        for one in said:
            if one[0] > head[0]:
                yield Difference(self._place("head"), spelled(one), spelled(head))

    def _label(self, key: str) -> str:
        return re.escape(_compact(_labels(self.own)[key]))

    def _place(self, key: str) -> str:
        return say(self.spoken, "printed", label=_labels(self.own)[key])

    def _text(self) -> str:
        return _compact(self.printed.tree.text())


def _labels(language: str) -> dict[str, str]:
    return LABELS.get(language, LABELS[DEFAULT_LANGUAGE])


def points(score: Fraction, language: str) -> str:
    """One decimal, as it is printed."""
    text = format(Decimal(math.floor(score * 10 + HALF * 10)) / 10, ".1f")
    return text if language == "en" else text.replace(".", ",")


def spelled(head: tuple[int, str] | None) -> str | None:
    return f"{head[0]} · {head[1]}" if head else None


def _compact(text: str) -> str:
    """Text without what a line break adds or takes."""
    text = unicodedata.normalize("NFKC", text)  # of … it makes three points
    return "".join(one for one in text if not one.isspace() and one not in UNSEEN)


def _same_text(said: str, found: str) -> bool:
    said, found = _compact(said), _compact(found)
    if any(unicodedata.bidirectional(one) in ("R", "AL") for one in found):
        return sorted(said) == sorted(found)  # glyphs stand from left to right in a PDF
    return said == found


# ---------------------------------------------------------------------------------------------
# 7. A whole report
# ---------------------------------------------------------------------------------------------


class Attached(NamedTuple):
    """What a report attaches."""

    problem: dict[str, Any]
    comparison: dict[str, Any] | None  # None in a report that names nobody
    record: dict[str, Any]


class Verdict(NamedTuple):
    """What came of it."""

    language: str
    attached: Attached
    found: dict[str, Any]  # the recomputed comparison
    differences: list[Difference]
    remarks: list[str]

    def lines(self) -> list[str]:
        """For people."""
        language, found = self.language, self.found
        names = {one["code"]: one["name"] for one in found["candidates"]}
        leaders = ", ".join(names[code] for code in found["leaders"])
        head = head_of(self.attached.record)
        told = [say(language, "recomputed"), *self._ranking()]
        told.append(say(language, "leaders", leaders=leaders or say(language, "nobody")))
        told.append("")
        told.append(say(language, "digest", digest=found["inputs_digest"]))
        told.append(say(language, "fingerprint", digest=found["frozen_fingerprint"]))
        told.append(say(language, "head", head=spelled(head)))
        told.append(say(language, "engine", engine=self.attached.record.get("engine")))
        told += ["", *self.remarks, ""]
        count = len(self.differences)
        told += ["✗ " + one.words(language) for one in self.differences[:MOST_TOLD]]
        if count > MOST_TOLD:
            told.append(say(language, "more", count=count - MOST_TOLD))
        if count:
            return [*told, say(language, "differs_one" if count == 1 else "differs", count=count)]
        return [*told, "✓ " + say(language, "agrees")]

    def _ranking(self) -> list[str]:
        told = []
        for one in self.found["candidates"]:
            place = "—" if one["rank"] is None else one["rank"]
            score = points(one["score"]["proven"], self.language)
            status, name = say(self.language, one["status"]), shown(one["name"], self.language)
            told.append(f"  {place:>3}  {score:>5}  {name} · {status}")
        return told


def attached_in(files: Mapping[str, bytes], name: str = "problem.json") -> Attached:
    """The attachments, read; what is no problem of the method is refused. name: the problem's."""
    for needed in ("record.json", "problem.json"):
        if needed not in files:
            raise Unreadable("nameless" if "record.json" in files else "not_attached", name=needed)
    read = {one: decoded(files[one], one) for one in files if one != "problem.json"}
    for one, wanted in (("comparison.json", COMPARISON), ("record.json", RECORD)):
        if one in read and read[one].get("format") != wanted:
            raise Unreadable("not_format", name=one, format=wanted)
    problem = Door(name).problem(decoded(files["problem.json"], name))
    return Attached(problem, read.get("comparison.json"), read["record.json"])


def answer_and_differences(attached: Attached) -> tuple[dict[str, Any], list[Difference]]:
    """The recomputed answer, and where the attached one differs from it.

    Where a score lies within a hair of a threshold the engine's floats may fall on either side:
    the answer counts if it is the one of any of the three.
    """
    problem, claimed = attached.problem, attached.comparison
    if claimed is None:
        return answer_to(problem, {}, Fraction(0)), []
    tried = []
    for hair in (Fraction(0), HAIR, -HAIR):
        found = answer_to(problem, claimed, hair)
        told = differences_in_answer(claimed, found) + differences_in_simulation(claimed, problem)
        if not told:
            return found, []
        tried.append((found, told))
    return tried[0]


def verify_attached(files: Mapping[str, bytes], language: str, name: str = ATTACHED[0]) -> Verdict:
    """The attachments alone, without the pages that they belong to."""
    attached = attached_in(files, name)
    found, told = answer_and_differences(attached)
    told = told + differences_in_record(attached, found, language)
    return Verdict(language, attached, found, told, [])


def verify(data: bytes, *, language: str | None = None, other: Other | None = None) -> Verdict:
    """A report: its attachments, its pages, and both against what comes out. `Unreadable` else.

    language: of the answer; without it, that of the report. other: a problem from elsewhere, to
    compare with the attached one; needed where a report that names nobody attaches none.
    """
    try:
        pdf = Pdf(data)
        files, printed = pdf.attachments(), Printed(pdf)
    except RecursionError:
        raise Unreadable("damaged") from None
    own, name = printed.language(), ATTACHED[0]
    if other and "problem.json" not in files:
        files, name, other = {**files, "problem.json": other.data}, other.name, None
    verdict = verify_attached(files, own, name)
    verdict = verdict._replace(language=language or own)
    proof = Proof(printed, verdict.attached.record, verdict.found, own, verdict.language)
    verdict.differences.extend(proof.differences())
    verdict.remarks.extend(_limits(verdict, proof.prints_digests()))
    return _with_other(verdict, other) if other else verdict


def _limits(verdict: Verdict, digests: bool) -> Iterator[str]:
    """What was not looked at."""
    language, method = verdict.language, verdict.attached.problem["method"]
    if verdict.attached.comparison is None:
        yield say(language, "no_comparison")
    else:
        yield say(language, "not_simulated", draws=method["draws"], seed=method["seed"])
    yield say(language, "not_seen")
    if not digests:
        yield say(language, "not_printed")


def with_head(verdict: Verdict, kept: tuple[int, str]) -> Verdict:
    """Also against a head of the ledger that was kept elsewhere when the report was made."""
    language, head = verdict.language, head_of(verdict.attached.record)
    if head == kept:
        return verdict._replace(remarks=[*verdict.remarks, say(language, "kept_head_agrees")])
    said = spelled(head)
    one = Difference(say(language, "kept_head"), said, spelled(kept))
    return verdict._replace(differences=[*verdict.differences, one])


class Other(NamedTuple):
    """A problem that the reader has from elsewhere: `manage.py problem SLUG` prints one."""

    name: str
    data: bytes


def _with_other(verdict: Verdict, other: Other) -> Verdict:
    language = verdict.language
    problem = Door(other.name).problem(decoded(other.data, other.name))
    if inputs_digest(problem) == verdict.found["inputs_digest"]:
        return verdict._replace(remarks=[*verdict.remarks, say(language, "other_problem_agrees")])
    place = say(language, "other_problem", path=other.name)
    told = differences_in(place, _sorted(verdict.attached.problem), _sorted(problem), Fraction(0))
    return verdict._replace(differences=[*verdict.differences, *told])


def _sorted(problem: dict[str, Any]) -> dict[str, Any]:
    return {
        **problem,
        "candidates": _keyed(problem["candidates"], "code"),
        "cells": _keyed(problem["cells"], *_CELL),
        "consensus": _keyed(problem["consensus"], *_CELL[:2]),
        "waivers": _keyed(problem["waivers"], *_WAIVER),
    }


def kept_head(text: str) -> tuple[int, str]:
    found = re.fullmatch(r"(\d{1,12}):([0-9a-f]{64})", text)
    if found is None:
        raise Unreadable("not_head")
    return int(found[1]), found[2]


def refusal(error: Unreadable, language: str | None) -> str:
    """Why a file cannot be verified, as a sentence."""
    language = language or DEFAULT_LANGUAGE
    why = say(language, error.key, **error.about)
    return template(language, "unreadable").format(why=why)


def read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:
        raise Unreadable("no_file") from None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Verify a report of Integrator Eval.")
    parser.add_argument("report", type=Path, help="the PDF")
    parser.add_argument("--problem", type=Path, help="a problem.json that you have from elsewhere")
    parser.add_argument(
        "--head", metavar="NUMBER:DIGEST", help="the ledger's head when the report was made"
    )
    parser.add_argument(
        "--language", choices=sorted(TEXTS), help="of the answer; else the report's"
    )
    options = parser.parse_args(arguments)
    try:
        kept = kept_head(options.head) if options.head else None
        path = options.problem
        other = Other(path.name, read_file(path)) if path else None
        verdict = verify(read_file(options.report), language=options.language, other=other)
        if kept:
            verdict = with_head(verdict, kept)
    except Unreadable as error:
        _tell([refusal(error, options.language)])
        return 2
    _tell(verdict.lines())
    return 1 if verdict.differences else 0


def _tell(lines: list[str]) -> None:
    """As UTF-8, whatever the terminal says that it is."""
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode("utf-8", "replace"))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
