"""The report's figures as files for other programs: which there are, and what each is called."""

from collections.abc import Callable
from dataclasses import dataclass

from scoring.domain.edition import Edition
from scoring.domain.report import Dossier

from .interchange import make_comparison, make_problem
from .table import make_csv
from .workbook import make_workbook


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `make` takes a dossier, and by name edition, at and by."""

    make: Callable[..., bytes]
    content_type: str
    ending: str
    has_language: bool = True

    def file_name(self, dossier: Dossier, edition: Edition) -> str:
        """The evaluation, what was compared, and the language where the file has one."""
        digest = dossier.comparison.inputs_digest[:8]
        language = f"-{edition.language}" if self.has_language else ""
        return f"{dossier.evaluation.slug}-{digest}{language}{self.ending}"


KINDS = {
    "xlsx": Kind(
        make_workbook,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
    "csv": Kind(make_csv, "text/csv; charset=utf-8", ".csv"),
    "problem": Kind(make_problem, "application/json", "-problem.json", has_language=False),
    "comparison": Kind(make_comparison, "application/json", "-comparison.json", has_language=False),
}
