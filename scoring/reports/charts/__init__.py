"""The geometry of the charts, in whole units; templates/charts/ draws it, for page and PDF alike.

A chart is a frozen dataclass here and a file of the same name there. No chart says by colour alone
what a number beside it does not say too.
"""

from .bar import Bar
from .heat import heat
from .step import Step

__all__ = ["Bar", "Step", "heat"]
