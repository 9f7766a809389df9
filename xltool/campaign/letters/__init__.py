"""What is written to departments: notes beside the workbooks and mails, out of templates in plain text.

The templates in ``ja/`` and ``en/`` ship with the tool; an office edits its copies, in ``letters/`` of the
campaign. ``render`` takes the office's where there is one.
"""

from xltool.campaign.letters.context import (
    LetterContext,
    LetterFinding,
    LetterProject,
    letter_context,
    letter_findings,
)
from xltool.campaign.letters.render import (
    LETTERS,
    NOTE_FILES,
    Letter,
    LetterName,
    check_letters,
    render,
    text_file,
    write_letters,
)

__all__ = [
    "LETTERS",
    "NOTE_FILES",
    "Letter",
    "LetterContext",
    "LetterFinding",
    "LetterName",
    "LetterProject",
    "check_letters",
    "letter_context",
    "letter_findings",
    "render",
    "text_file",
    "write_letters",
]
