"""A plugin for mutmut's runs of the engine's tests: less of what is searched, nothing by chance."""

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "mutation",
    database=None,
    deadline=None,
    derandomize=True,
    max_examples=20,  # a change that survives waits for them all
    phases=[Phase.explicit, Phase.generate],  # that a change is found counts, not how it looks
    suppress_health_check=[HealthCheck.too_slow],  # of a loaded machine, not of the test
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a test that runs in chunks, the first: the others draw more of the same problems."""
    more = [item for item in items if chunk(item)]
    config.hook.pytest_deselected(items=more)
    items[:] = [item for item in items if not chunk(item)]


def chunk(item: pytest.Item) -> int:
    """The number of the chunk, 0 for a test without chunks."""
    return item.callspec.params.get("chunk", 0) if hasattr(item, "callspec") else 0
