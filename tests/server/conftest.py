import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.environment import new_folder, start_postgresql

from .installation import Installation


@pytest.fixture(params=["sqlite", "postgresql"])
def install(request: pytest.FixtureRequest) -> Callable[..., Installation]:
    """Makes a whole installation on each of the two databases."""

    def make(assessors: int) -> Installation:
        folder = Path(new_folder())
        request.addfinalizer(lambda: shutil.rmtree(folder, ignore_errors=True))
        if request.param == "postgresql":
            return Installation.make(folder, start_postgresql(), assessors)
        return Installation.make(folder, f"sqlite:///{folder / 'db.sqlite3'}", assessors)

    return make
