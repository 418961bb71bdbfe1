"""Frames of a comparison, for export and for the terminal; pandas is imported nowhere else."""

import pandas as pd

from scoring.engine.comparison import Comparison


def ranking_frame(comparison: Comparison) -> pd.DataFrame:
    """One row per candidate, as listed; scores 0-100, coverage 0-1, no rank when excluded."""
    frame = pd.DataFrame.from_records(
        [
            (
                one.rank,
                one.code,
                one.name,
                one.status,
                one.score.proven,
                one.score.claimed,
                one.score.ceiling,
                one.coverage,
            )
            for one in comparison.candidates
        ],
        columns=["rank", "code", "name", "status", "proven", "claimed", "ceiling", "coverage"],
    )
    return frame.astype({"rank": "Int64"})  # nullable: a float rank would show as 1.0


def competency_frame(comparison: Comparison) -> pd.DataFrame:
    """One row per candidate and competency: scores 0-100, contribution in points of the total."""
    return pd.DataFrame.from_records(
        [
            (
                candidate.code,
                one.code,
                one.proven,
                one.claimed,
                one.ceiling,
                one.contribution,
            )
            for candidate in comparison.candidates
            for one in candidate.competencies
        ],
        columns=["candidate", "competency", "proven", "claimed", "ceiling", "contribution"],
    )
