"""Files for the tests of uploads, by what is wrong with them: the name that is sent, and how the
content is made."""

from .good import GOOD
from .kinds import KIND_CASES
from .office import OFFICE_CASES
from .pdf import PDF_CASES
from .picture import PICTURE_CASES
from .text import ARCHIVE_CASES, TEXT_CASES

HOSTILE = KIND_CASES | OFFICE_CASES | PDF_CASES | PICTURE_CASES | TEXT_CASES | ARCHIVE_CASES

__all__ = ["GOOD", "HOSTILE"]
