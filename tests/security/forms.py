"""The forms of a page as somebody fills them in who does not know what they mean."""

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

LEAVES = ("/accounts/logout/", "/language/")


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, draw: random.Random) -> dict[str, list[str]]:
        """Something in every field: what is there already, one of the options, or own words."""
        said: dict[str, list[str]] = {}
        buttons = [one for one in self.fields if one.kind == "submit" and one.name]
        if buttons:
            pressed = draw.choice(buttons)
            said[pressed.name] = [pressed.value]
        for one in self.fields:
            values = _values(one, draw)
            if one.name and values:
                said.setdefault(one.name, [])
                said[one.name] = values if one.kind == "radio" else said[one.name] + values
        return said


def _values(one: Field, draw: random.Random) -> list[str]:
    words = draw.choice(["Así lo vimos.", "Otra cosa", "Elena"])
    match one.kind:
        case "submit" | "button" | "file" | "image":
            return []
        case "hidden":
            return [one.value]
        case "checkbox":
            return [one.value] if draw.random() < 0.6 else []
        case "radio":
            return [one.value] if draw.random() < 0.4 else []
        case "select":
            return [draw.choice(one.options)] if one.options else []
        case "number":
            return [one.value or str(draw.randrange(1, 60))]
        case "date":
            return [one.value]
        case "url":
            return [one.value or "https://empresa.example/oferta"]
        case _:
            return [one.value or words]


class Reader(HTMLParser):
    """Collects the forms of one page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._within: Field | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            action = urljoin(self.address, said.get("action") or self.address)
            self._form = Form(action, said.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag in ("input", "button"):
            kind = said.get("type", "text" if tag == "input" else "submit")
            if said.get("formaction"):
                return
            self._form.fields.append(Field(said.get("name", ""), kind, said.get("value", "on")))
            if kind in ("text", "number", "url", "date", "search"):
                self._form.fields[-1].value = said.get("value", "")
        elif tag in ("select", "textarea"):
            self._within = Field(said.get("name", ""), tag)
            self._form.fields.append(self._within)
        elif tag == "option" and self._within:
            self._within.options.append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in ("select", "textarea"):
            self._within = None

    def handle_data(self, data: str) -> None:
        if self._within and self._within.kind == "textarea":
            self._within.value += data.strip()


def forms_of(page: str, address: str) -> list[Form]:
    """Those that send something to us, but for the ones that sign out or change the language."""
    reader = Reader(address)
    reader.feed(page)
    return [
        form
        for form in reader.forms
        if form.method == "post" and not form.action.startswith(LEAVES)
    ]
