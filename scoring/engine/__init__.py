"""The arithmetic of `docs/method.md`: numpy and the standard library, no Django, no clock, no I/O.

A problem comes in, validated at the door; a comparison goes out, frozen:

    comparison = compare(Problem.from_json(data))
"""

from scoring.engine.comparison import ENGINE_VERSION, Comparison, compare
from scoring.engine.fingerprints import fingerprint
from scoring.engine.problem import Problem
from scoring.engine.validation import ProblemError

__all__ = ["ENGINE_VERSION", "Comparison", "Problem", "ProblemError", "compare", "fingerprint"]
