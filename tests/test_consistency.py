"""What must hold of the repository itself: its data, its migrations, its templates."""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs

from scoring.enums import ScaleKind, Tier
from scoring.models import Check, Rubric

ROOT = settings.BASE_DIR
LANGUAGES = [code for code, _name in settings.LANGUAGES]
OPTIONAL = {"rule", "unit"}  # texts that not every row has: then in no language
TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.*")
)
NAMED = {  # as patterns: a name may be put together, f"reports/{section}.html"
    re.sub(r"\\{\w+\\}", r"\\w+", re.escape(name))
    for path in [*(ROOT / "scoring").rglob("*.py"), *(ROOT / "templates").rglob("*.*")]
    for name in re.findall(r"[\"']([\w/{}.-]+\.(?:html|svg))[\"'#]", path.read_text("utf-8"))
}
LOOKED_UP_BY_DJANGO = {"403.html", "403_csrf.html", "404.html", "500.html"}


# The rubric


def test_loading_the_rubric_again_changes_nothing(
    rubric: Rubric, everything: Callable[[], Any]
) -> None:
    before = everything()

    call_command("loaddata", "rubric", verbosity=0)

    assert everything() == before


def test_the_rubric_is_published(rubric: Rubric) -> None:
    assert list(Rubric.objects.published()) == [rubric]


def test_there_are_twelve_competencies_and_a_hundred_checks(rubric: Rubric) -> None:
    numbers = list(rubric.competencies.values_list("number", flat=True))

    assert numbers == list(range(1, 13))
    assert Check.objects.count() == 100


def test_codes_are_unique_and_count_through_their_competency(rubric: Rubric) -> None:
    codes = defaultdict(list)
    for number, code in Check.objects.in_order().values_list("competency__number", "code"):
        codes[number].append(code)

    assert codes == {
        number: [f"{number}.{position}" for position in range(1, len(found) + 1)]
        for number, found in codes.items()
    }


def test_everything_weighs_something(rubric: Rubric) -> None:
    assert not rubric.competencies.filter(weight__lte=0).exists()
    assert not Check.objects.filter(weight__lte=0).exists()


def test_the_weights_of_the_competencies_are_percents(rubric: Rubric) -> None:
    assert sum(rubric.competencies.values_list("weight", flat=True)) == 100


@pytest.mark.parametrize(
    "slug",
    ["balanced", "security-first", "cost-first", "sovereignty-public", "small-it-team", "equal"],
)
def test_a_profile_weighs_every_competency(slug: str, rubric: Rubric) -> None:
    weights = rubric.profiles.get(slug=slug).weights

    assert set(weights.values_list("competency", flat=True)) == set(
        rubric.competencies.values_list("pk", flat=True)
    )
    assert not weights.filter(value__lte=0).exists()


def test_the_default_profile_has_the_weights_of_the_rubric(rubric: Rubric) -> None:
    default = rubric.profiles.order_by("position").first()

    assert default.slug == "balanced"
    assert dict(default.weights.values_list("competency", "value")) == dict(
        rubric.competencies.values_list("pk", "weight")
    )


def test_the_equal_profile_is_equal(rubric: Rubric) -> None:
    weights = rubric.profiles.get(slug="equal").weights

    assert len(set(weights.values_list("value", flat=True))) == 1


def test_every_competency_has_a_check_at_every_depth(rubric: Rubric) -> None:
    """So that no tier leaves a competency, and its weight, without a question."""
    shallowest = {
        competency.number: min(check.tier for check in competency.checks.all())
        for competency in rubric.competencies.prefetch_related("checks")
    }

    assert set(shallowest.values()) == {Tier.EXPRESS}


def test_every_statement_of_the_source_reaches_a_check(rubric: Rubric) -> None:
    assert rubric.statements.count() == 98
    assert not rubric.statements.filter(checks=None).exists()


def test_a_knock_out_can_be_passed_and_can_be_failed(rubric: Rubric) -> None:
    musts = (
        Check.objects.filter(must=True).select_related("scale").prefetch_related("scale__levels")
    )

    for check in musts:
        if check.is_measure:
            values = [value for _x, value in check.points]
        else:
            values = [level.value for level in check.scale.levels.all()]
        assert min(values) < check.minimum <= max(values), check.code


def test_only_measures_have_points_and_theirs_make_a_line(rubric: Rubric) -> None:
    measures = {check.code: check for check in Check.objects.filter(scale__kind=ScaleKind.MEASURE)}

    assert not Check.objects.exclude(code__in=measures).exclude(points=[]).exists()
    for code, check in measures.items():
        xs, values = zip(*check.points, strict=True)
        assert len(xs) >= 2, code
        assert list(xs) == sorted(set(xs)), code
        assert all(0 <= value <= 100 for value in values), code
        ordered = sorted(values, reverse=check.better == "lower")
        assert list(values) == ordered, code


def test_every_text_is_there_in_every_language_or_in_none(rubric: Rubric) -> None:
    holes = [
        f"{row._meta.model_name} {row.pk}: {name}"
        for model in apps.get_app_config("scoring").get_models()
        for name in texts_of(model)
        for row in model._base_manager.all()
        if not all(texts := [getattr(row, f"{name}_{code}").strip() for code in LANGUAGES])
        and (any(texts) or name not in OPTIONAL)
    ]

    assert holes == []


def texts_of(model: type[Model]) -> list[str]:
    names = {field.name for field in model._meta.concrete_fields}
    return [name[:-3] for name in names if name.endswith("_es")]


def test_every_measure_has_a_unit_and_a_better_end(rubric: Rubric) -> None:
    measures = Check.objects.filter(scale__kind=ScaleKind.MEASURE)

    assert not measures.filter(unit_es="").exists()
    assert not measures.filter(better="").exists()


# The repository


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_used_or_takes_the_place_of_anothers(name: str) -> None:
    named = any(re.fullmatch(pattern, name) for pattern in NAMED)
    in_place_of = re.sub(r"^admin/scoring/(\w+/)?", "admin/", name)
    replaced = any((dir / in_place_of).exists() for dir in get_app_template_dirs("templates"))

    assert named or replaced or name in LOOKED_UP_BY_DJANGO


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_message_is_translated(language: str) -> None:
    [folder] = settings.LOCALE_PATHS
    catalogue = polib.pofile(str(folder / language / "LC_MESSAGES" / "django.po"))

    left = catalogue.untranslated_entries() + catalogue.fuzzy_entries()

    assert [entry.msgid for entry in left] == []
    assert len(catalogue) > 500


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="There is no gettext here.")
def test_every_message_of_the_sources_is_in_the_catalogues(tmp_path: Path) -> None:
    shutil.copytree(
        settings.BASE_DIR, tmp_path / "copy", ignore=shutil.ignore_patterns(".*", "var", "tests")
    )

    extract = [sys.executable, "manage.py", "makemessages", "-l", "es", "--no-obsolete"]
    subprocess.run(extract, cwd=tmp_path / "copy", check=True, capture_output=True)  # noqa: S603  our own command

    es = "integrator_eval/locale/es/LC_MESSAGES/django.po"
    extracted, kept = (
        polib.pofile(str(base / es)) for base in (tmp_path / "copy", settings.BASE_DIR)
    )
    messages = [{(entry.msgctxt, entry.msgid) for entry in one} for one in (extracted, kept)]
    assert messages[0] == messages[1]
