"""People's text in every column that a report may print, whatever a form would have said of it."""

from collections.abc import Sequence

from django.apps import apps
from django.db.models import CharField, F, Model, TextField, Value
from django.db.models.functions import Concat

from tests import guards

# What is not people's: keys, names of files on our disk, fingerprints, what has its own spelling.
NOT_TEXT = {
    *("slug", "code", "topic", "stage", "calculator", "username", "password", "email", "file"),
    *("sha256", "digest", "previous", "fingerprint", "frozen_fingerprint", "inputs_digest"),
    *("ledger_digest", "candidate_code", "check_code", "subject", "actor", "name"),
}


def text_columns() -> list[tuple[type[Model], str]]:
    return [
        (model, field.name)
        for model in apps.get_app_config("scoring").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        and not field.choices
        and field.name not in NOT_TEXT
    ]


def say(texts: Sequence[str]) -> int:
    """Deal the texts out to the rows of each column, all of them to the only row where there is
    one; how many columns there were. What a column has no room for is cut off."""
    guards.lift()
    said = 0
    for model, column in text_columns():
        filled = model._base_manager.exclude(**{column: ""})  # evidence is of one kind
        rows = list(filled.order_by("pk").values_list("pk", flat=True))
        for number, row in enumerate(rows[: len(texts)]):
            dealt = " ".join(texts[number :: len(rows)])[: _room(model, column)]
            model._base_manager.filter(pk=row).update(**{column: dealt})
        said += bool(rows)
    name = Concat(F("pk"), Value(" " + " ".join(texts)[:70]), output_field=CharField())
    apps.get_model("scoring", "Candidate")._base_manager.update(name=name)
    return said + 1


def _room(model: type[Model], column: str) -> int | None:
    """A text column has any: its longest is for forms only."""
    field = model._meta.get_field(column)
    return None if isinstance(field, TextField) else field.max_length
