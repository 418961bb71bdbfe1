"""The worked examples of the calculators."""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "calculators.json"
EXAMPLES: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
