"""What the house asks of the engine as a whole."""

import importlib
import pkgutil
import subprocess
import sys
from dataclasses import is_dataclass
from typing import Any

import pytest

import scoring.engine


def dataclasses() -> list[Any]:
    modules = [
        importlib.import_module(f"scoring.engine.{module.name}")
        for module in pkgutil.iter_modules(scoring.engine.__path__)
    ]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if is_dataclass(value) and value.__module__ == module.__name__
    ]


@pytest.mark.parametrize("kind", dataclasses(), ids=lambda kind: kind.__name__)
def test_results_and_inputs_are_frozen(kind: Any) -> None:
    assert kind.__dataclass_params__.frozen


@pytest.mark.parametrize("kind", dataclasses(), ids=lambda kind: kind.__name__)
def test_results_and_inputs_take_no_stray_attribute(kind: Any) -> None:
    assert "__slots__" in vars(kind)


@pytest.mark.parametrize("heavy", ["pandas", "django"])
def test_engine_imports_without(heavy: str) -> None:
    code = f"import sys, scoring.engine; sys.exit({heavy!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
