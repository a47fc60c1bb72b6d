"""Edits handouts in LibreOffice as a school would, and judges what of it comes home.

    with Office() as office:
        for script in scripts(DEV.start, 10, edits=6):
            edited = office.edit(handout, script.edits)
            home = bring_home(strip_marks(edited.data, 0.5, script.seed))
            verdict = judge(edited.states, edited.shown, office.show(home))

The driver runs under the system's Python, which has LibreOffice's bridge; everything it is sent is plain JSON.
"""

from helpers.office.program import Edited, Office, OfficeError, find_python
from helpers.office.scripts import DEV, HELD_OUT, KINDS, Edit, Script, alone, scripts
from helpers.office.stripping import strip_marks

__all__ = [
    "DEV",
    "HELD_OUT",
    "KINDS",
    "Edit",
    "Edited",
    "Office",
    "OfficeError",
    "Script",
    "alone",
    "find_python",
    "scripts",
    "strip_marks",
]
