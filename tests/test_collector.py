import gc
from collections.abc import Iterator

import pytest

from integrator_eval.collector import settle


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    usual = gc.get_threshold()
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()


def test_a_server_looks_no_more_through_what_it_has_loaded() -> None:
    settle()

    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold()[0] > 10_000
