"""The same problem gives the same answer to the byte, in every process."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random

from .problems import random_problem

PROCESSES = 20
ANSWER = """
import hashlib, json, sys
from scoring.engine import Problem, compare
answer = compare(Problem.from_json(sys.stdin.read())).to_json()
print(hashlib.sha256(json.dumps(answer).encode()).hexdigest())
"""


def test_answer_has_the_same_bytes_under_twenty_hash_seeds() -> None:
    """Draws, orders and digests included; and however many threads the BLAS takes."""
    problem = random_problem(Random(5))
    problem["method"]["draws"] = 10_000
    text = json.dumps(problem)

    with ThreadPoolExecutor(max_workers=2) as pool:
        answers = set(pool.map(lambda seed: _answer(text, seed), range(PROCESSES)))

    assert len(answers) == 1


def test_another_seed_of_the_draws_gives_other_bytes() -> None:
    """A negative control: the bytes do depend on the draws."""
    problem = random_problem(Random(5))

    first, second = (
        _answer(json.dumps(problem | {"method": problem["method"] | {"seed": seed}}), 0)
        for seed in (1, 2)
    )

    assert first != second


def _answer(problem: str, seed: int) -> str:
    environment = os.environ | {
        "PYTHONHASHSEED": str(seed),
        "OPENBLAS_NUM_THREADS": str(1 + seed % 2),
    }
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", ANSWER],
        input=problem,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
