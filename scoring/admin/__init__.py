from . import evaluation, ledger, user  # noqa: F401  importing registers
from .site import site

__all__ = ["site"]
