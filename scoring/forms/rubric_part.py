"""What the forms for a rubric and its parts have in common: texts with one box a language."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.widgets import Input
from django.utils.translation import gettext as _

from scoring.domain.faults import CODE

type Texts = tuple[str, list[tuple[str, forms.BoundField]]]  # label; language and box

SHORT, LONG = 1, 3  # rows of a box


class PartForm(forms.ModelForm):
    """The boxes that a template arranges: `texts` in three languages, and groups of others."""

    texts: tuple[str, ...] = ()
    groups: tuple[tuple[Any, tuple[str, ...]], ...] = ()  # heading, names

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.texts:
            for code, language in settings.LANGUAGES:
                field = self.fields[f"{name}_{code}"]
                field.text_label, field.label = field.label, f"{field.label} · {language}"
                field.widget.attrs["lang"] = code
        for field in self.fields.values():
            dress(field.widget)

    def text_rows(self) -> Iterator[Texts]:
        for name in self.texts:
            boxes = [(language, self[f"{name}_{code}"]) for code, language in settings.LANGUAGES]
            yield boxes[0][1].field.text_label, boxes

    def sections(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        for heading, names in self.groups:
            boxes = [self[name] for name in names if name in self.fields]
            if boxes:
                yield heading, boxes

    def wrong(self) -> list[forms.BoundField]:
        """The boxes that are wrong, for the list at the top of the page."""
        return [box for box in self if box.errors]


def dress(widget: forms.Widget) -> None:
    """Bootstrap's class for the widget's kind."""
    kinds = {
        forms.CheckboxInput: "form-check-input",
        forms.Select: "form-select",
        forms.Textarea: "form-control",
        Input: "form-control",
    }
    name = next((name for kind, name in kinds.items() if isinstance(widget, kind)), "")
    widget.attrs["class"] = f"{name} {widget.attrs.get('class', '')}".strip()
    if isinstance(widget, forms.Textarea):
        widget.attrs.setdefault("rows", LONG)
        widget.attrs.pop("cols", None)


def limit(field: forms.Field, least: int, most: int | None = None) -> None:
    """Between these: told at the box, before the database's constraint tells it of the row."""
    field.validators.append(MinValueValidator(least))
    if most is not None:
        field.validators.append(MaxValueValidator(most))


def clean_code(code: str) -> str:
    if not CODE.fullmatch(code):
        raise forms.ValidationError(_("A code is letters, digits, dots and hyphens."))
    return code


def in_languages(*names: str) -> list[str]:
    """The columns of texts: title_es, title_fr, title_en."""
    return [f"{name}_{code}" for name in names for code, _language in settings.LANGUAGES]
