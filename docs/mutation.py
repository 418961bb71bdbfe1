"""Tries changed engines against the tests: uv run --group mutation docs/mutation.py

Arguments go to `mutmut run`: --max-children 1, or names such as 'scoring.engine.value.*'. Without a
name, changes that were noticed before, as mutants/ tells, are not tried again; survivors are. Then
figures and survivors of docs/mutation.md are written anew, reasons kept; to lack one is an error.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "mutation.md"
GENERATED = "\n## Figures\n"  # from this heading on, the page is written here
UNEXPLAINED = "Not explained yet."
NOTICED = {"killed", "timeout"}

type Change = str  # its place and its lines, as in a diff


def main() -> None:
    os.chdir(ROOT)  # where mutmut looks for its settings, and keeps what it found
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # it forks, and threads do not live through that
    modules = sorted(Path("scoring/engine").glob("*.py"))
    if not any(argument.startswith("scoring.") for argument in sys.argv):
        for path in modules:
            forget_survivors(path)
    subprocess.run(["mutmut", "run", *sys.argv[1:]], check=True)  # noqa: S603, S607  our own tool
    written, _, generated = PAGE.read_text("utf-8").partition(GENERATED)
    reasons = dict(read_reasons(generated))
    figures, survivors = {}, {}
    for path in modules:
        tried = Counter(status for _, status in outcomes(path))
        if tried and "not checked" not in tried:
            figures[path.stem] = tried
            survivors |= {c: reasons.get(c, UNEXPLAINED) for c in surviving(path)}
    PAGE.write_text(written + GENERATED + table(figures) + explained(survivors), "utf-8")
    if lacking := Counter(survivors.values())[UNEXPLAINED]:
        sys.exit(f"{lacking} survivors have no reason in {PAGE.relative_to(ROOT)}.")


def forget_survivors(path: Path) -> None:
    """A test may notice them by now."""
    module = results(path)
    for name, status in outcomes(path):
        if status not in NOTICED:
            module.exit_code_by_key[name] = None
    if module.exit_code_by_key:
        module.save()


def results(path: Path) -> SourceFileMutationData:
    """What mutmut wrote of a module; empty before it has."""
    module = SourceFileMutationData(path=path)
    module.load()
    return module


def outcomes(path: Path) -> Iterator[tuple[str, str]]:
    """The name of each change of a module, and what became of it."""
    for name, code in results(path).exit_code_by_key.items():
        yield name, status_by_exit_code[code]


def surviving(path: Path) -> Iterator[Change]:
    for name, status in outcomes(path):
        if status not in NOTICED:
            function, owner = orig_function_and_class_names_from_key(name)
            place = ".".join(filter(None, (path.stem, owner, function)))
            diff = get_diff_for_mutant(name, path=path).splitlines()
            lines = [f"{line[0]}{line[1:].strip()}" for line in diff[2:] if line[0] in "+-"]
            yield "\n".join([f"@@ {place} @@", *lines])


def read_reasons(page: str) -> Iterator[tuple[Change, str]]:
    for reason, changes in re.findall(r"^([^\n]+)\n\n```diff\n(.*?)\n```", page, re.M | re.S):
        for change in re.split(r"\n(?=@@)", changes):
            yield change, reason


def table(figures: dict[str, Counter[str]]) -> str:
    rows = [
        (module, tried.total(), sum(tried[status] for status in NOTICED))
        for module, tried in figures.items()
    ]
    rows.append(("**all**", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    lines = ["| module | changes | noticed | |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {all_} | {some} | {some / all_:.1%} |" for name, all_, some in rows]
    return "\n" + "\n".join(lines) + "\n"


def explained(survivors: dict[Change, str]) -> str:
    """The survivors under their reasons, in the order of the modules."""
    parts = ["\n## Survivors\n"]
    for reason in dict.fromkeys(survivors.values()):
        changes = [change for change, why in survivors.items() if why == reason]
        parts.append("\n".join([f"{reason}\n", "```diff", *changes, "```\n"]))
    return "\n".join(parts)


if __name__ == "__main__":
    main()
