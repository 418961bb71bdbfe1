"""Which report of an evaluation: in what language, with what in it, and for whom."""

from dataclasses import dataclass

from scoring.enums import ReportSection

FULL = frozenset(ReportSection)
SHORT = frozenset(
    {
        ReportSection.COMPETENCIES,
        ReportSection.GATES,
        ReportSection.HEAD_TO_HEAD,
        ReportSection.METHOD,
        ReportSection.SIGNATURES,
    }
)  # about four pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A choice that names one document. Page one (verdict and ranking) is always in it.

    `candidate` makes it the debrief letter to that candidate, by its code, with nobody else's data:
    sections and names do not matter then.
    """

    language: str
    sections: frozenset[ReportSection] = FULL
    anonymous: bool = False  # assessors are called by letters, not by their names
    candidate: str = ""
