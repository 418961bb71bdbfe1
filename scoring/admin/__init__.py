from . import check, competency, evaluation, ledger, profile, rubric, scale, user  # noqa: F401  importing registers
from .site import site

__all__ = ["site"]
