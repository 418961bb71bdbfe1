from .assessment import Assessment
from .candidate import Candidate
from .check import Check
from .competency import Competency
from .consensus import Consensus
from .decision import Decision
from .elicitation import Elicitation
from .evaluation import Evaluation, Exclusion, Weight
from .evidence import Evidence
from .freeze import Freeze, FreezeIsFixed
from .ledger import LedgerEntry, LedgerIsAppendOnly
from .profile import Profile, ProfileWeight
from .report import Report
from .rubric import PublishedIsImmutable, Rubric
from .scale import Level, Scale
from .seat import Declaration, Seat
from .statement import Statement
from .token import Token
from .user import User
from .waiver import Waiver

__all__ = [
    "Assessment",
    "Candidate",
    "Check",
    "Competency",
    "Consensus",
    "Decision",
    "Declaration",
    "Elicitation",
    "Evaluation",
    "Evidence",
    "Exclusion",
    "Freeze",
    "FreezeIsFixed",
    "LedgerEntry",
    "LedgerIsAppendOnly",
    "Level",
    "Profile",
    "ProfileWeight",
    "PublishedIsImmutable",
    "Report",
    "Rubric",
    "Scale",
    "Seat",
    "Statement",
    "Token",
    "User",
    "Waiver",
    "Weight",
]
