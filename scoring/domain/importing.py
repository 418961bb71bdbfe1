"""A rubric from elsewhere becomes a draft: all of it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from scoring.enums import Action
from scoring.models import Check, Rubric, Statement, User

from . import draft
from .atomic import atomic
from .contents import BY_NAME, Contents, Row, contents_of
from .facts import changes, name_of
from .ledger import record
from .rubric import make_draft


@dataclass(frozen=True, slots=True)
class Target:
    """Where an import would go: the draft that it replaces, the version that its draft is made of,
    or nothing yet."""

    draft: Rubric | None = None
    version: Rubric | None = None

    @property
    def rubric(self) -> Rubric | None:
        return self.draft or self.version

    @property
    def seen(self) -> str:
        """A fingerprint of what stands there: who sends it back saw just that."""
        if self.rubric is None:
            return "new"
        kind = "draft" if self.draft else "version"
        return f"{kind} {self.rubric.version} {contents_of(self.rubric).fingerprint}"


def target_of(slug: str) -> Target:
    versions = Rubric.objects.filter(slug=slug)
    latest = versions.published().order_by("-version").first()
    return Target(draft=versions.drafts().first(), version=latest)


@atomic()
def take_in(*, contents: Contents, seen: str, source: str, by: User, at: datetime) -> Rubric:
    """Make what a file says the draft of its rubric, or a new rubric.

    `seen` is the `Target.seen` that the writer looked at: with anything else there by now nothing
    is written. `source` says which file it was, for the record. The contents are without
    `faults.faults_of`.
    """
    slug = contents.rubric["slug"]
    list(Rubric.objects.select_for_update().filter(slug=slug))
    target = target_of(slug)
    if target.seen != seen:
        raise _changed()
    try:
        with transaction.atomic():
            made = _draft_at(target, contents, by=by, at=at)
            _replace(made, contents, source=source, by=by, at=at)
    except IntegrityError as error:  # a new rubric of that name, made at the same moment
        raise _changed() from error
    return made


def _draft_at(target: Target, contents: Contents, *, by: User, at: datetime) -> Rubric:
    if target.draft:
        return target.draft
    if target.version:
        return make_draft(rubric=target.version, by=by, at=at)
    made = Rubric(**contents.rubric)
    draft.start(rubric=made, by=by, at=at)
    return made


def _replace(rubric: Rubric, contents: Contents, *, source: str, by: User, at: datetime) -> None:
    draft.lock(rubric)
    draft.require_unused(rubric)
    before, after = changes(_facts(contents_of(rubric)), _facts(contents))
    if not before and not after:
        return
    _clear(rubric)
    write(rubric, contents)
    record(
        action=Action.RUBRIC_EDITED,
        subject=name_of(rubric),
        by=by,
        at=at,
        old=before,
        new=after,
        reason=_("Imported: %(source)s") % {"source": source},
    )


def _clear(rubric: Rubric) -> None:
    rubric.statements.all().delete()
    rubric.profiles.all().delete()
    Check.objects.filter(competency__rubric=rubric).delete()  # first: they protect their scales
    rubric.competencies.all().delete()
    rubric.scales.all().delete()


def write(rubric: Rubric, contents: Contents) -> None:
    """Fill a draft that is empty; whoever calls it records it."""
    for name, value in contents.rubric.items():
        setattr(rubric, name, value)
    rubric.save()
    found: dict[str, dict[Any, Any]] = {
        "scale": _made("scales", contents, {}, rubric=rubric),
        "competency": _made("competencies", contents, {}, rubric=rubric),
        "profile": _made("profiles", contents, {}, rubric=rubric),
    }
    _made("levels", contents, found)
    checks = _made("checks", contents, found)
    _made("profile_weights", contents, found)
    statements = _made("statements", contents, {}, rubric=rubric)
    links = Statement.checks.through
    links._default_manager.bulk_create(
        links(statement=statements[row["position"]], check=checks[code])
        for row in contents.tables["statements"]
        for code in row["checks"]
    )


def _made(
    table: str, contents: Contents, found: Mapping[str, Mapping[Any, Any]], **parent: Rubric
) -> dict[Any, Any]:
    """The rows of a table, written; by what others call them."""
    told = contents.tables[table]
    plain = [{k: v for k, v in row.items() if k != "checks"} for row in told]
    linked = [{k: found[k][v] if k in found else v for k, v in row.items()} for row in plain]
    rows = BY_NAME[table].model._default_manager.bulk_create(
        BY_NAME[table].model(**row, **parent) for row in linked
    )
    return {_name(table, row): made for row, made in zip(told, rows, strict=True)}


def _name(table: str, row: Row) -> Any:
    names = {"competencies": "number", "checks": "code", "statements": "position"}
    column = names.get(table, "slug")
    return row[column] if column in row else tuple(row.values())[:2]


def _facts(contents: Contents) -> dict[str, Row]:
    """As the ledger calls them: `check 4.5`, `level graded/20`, `rubric`."""
    facts: dict[str, Row] = {"rubric": contents.as_json()["rubric"][0]}
    for table, rows in contents.as_json().items():
        if table != "rubric":
            kind = str(BY_NAME[table].model._meta.model_name)
            for row in rows:
                name = _name(table, row)
                own = "/".join(map(str, name)) if isinstance(name, tuple) else name
                facts[f"{kind} {own}"] = row
    return facts


def _changed() -> ValidationError:
    return ValidationError(
        _("Somebody else changed this rubric meanwhile. Nothing was imported."), code="changed"
    )
