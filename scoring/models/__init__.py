from .assessment import Assessment
from .candidate import Candidate
from .check import Check
from .competency import Competency
from .elicitation import Elicitation
from .evaluation import Evaluation, Weight
from .evidence import Evidence
from .ledger import LedgerEntry, LedgerIsAppendOnly
from .profile import Profile, ProfileWeight
from .rubric import PublishedIsImmutable, Rubric
from .scale import Level, Scale
from .seat import Seat
from .statement import Statement
from .user import User

__all__ = [
    "Assessment",
    "Candidate",
    "Check",
    "Competency",
    "Elicitation",
    "Evaluation",
    "Evidence",
    "LedgerEntry",
    "LedgerIsAppendOnly",
    "Level",
    "Profile",
    "ProfileWeight",
    "PublishedIsImmutable",
    "Rubric",
    "Scale",
    "Seat",
    "Statement",
    "User",
    "Weight",
]
