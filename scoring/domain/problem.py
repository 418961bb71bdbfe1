"""A problem that comes as a file, read and compared without touching the database."""

from typing import BinaryIO

from scoring.engine import Comparison, Problem, ProblemError, compare

__all__ = ["Comparison", "Problem", "ProblemError", "compare_problem", "read_problem"]


def compare_problem(file: BinaryIO) -> Comparison:
    """The answer to a problem in the interchange format of docs/method.md, or ProblemError."""
    return compare(read_problem(file.read()))


def read_problem(content: bytes | str) -> Problem:
    """A problem in the interchange format of docs/method.md, or ProblemError."""
    return Problem.from_json(content)
