"""The worked examples of data/oracles.json: published, or derived by hand."""

import json
from pathlib import Path
from typing import Any

ORACLES: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "oracles.json").read_text(encoding="utf-8")
)
