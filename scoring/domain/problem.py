"""A problem that comes as a file, compared without touching the database."""

from typing import BinaryIO

from scoring.engine import Comparison, Problem, ProblemError, compare

__all__ = ["Comparison", "ProblemError", "compare_problem"]


def compare_problem(file: BinaryIO) -> Comparison:
    """The answer to a problem in the interchange format of docs/method.md, or ProblemError."""
    return compare(Problem.from_json(file.read()))
