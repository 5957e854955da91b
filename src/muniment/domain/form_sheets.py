"""How the form for a subcontractor is laid out as a workbook: what is written into it is read from the same places."""

from __future__ import annotations

from enum import Enum
from typing import Final


class FormSheet(Enum):
    """A sheet of the workbook."""

    ABOUT = "About you"
    ANSWERS = "Answers"
    REMARKS = "What you tell"


class AboutRow(Enum):
    """What stands in the first column of the sheet `ABOUT`; its value stands beside it."""

    REQUEST = "Request"
    UEI = "Your UEI"
    BY = "Your name"
    TITLE = "Your title"
    ON = "Filled in on"
    VALID_UNTIL = "Valid until"


ANSWER_COLUMNS: Final = ("Clause", "Paragraph", "Words of the clause", "May be answered", "Your answer")
REMARK_COLUMNS: Final = ("Clause", "What it asks for", "Your words")
NOTHING: Final = "nothing"
"""What is written where there is nothing to tell of a clause that has no paragraph to answer."""
ANY_PARAGRAPH: Final = "any"
"""What stands for the paragraph where nobody could read the clause."""
