"""``python -m rostering.reference docs`` writes the generated pages into a folder."""

import sys
from pathlib import Path

from rostering.files import OutputError, write_whole
from rostering.reference.pages import pages

if len(sys.argv) != 2:  # noqa: PLR2004 - the program and the folder
    sys.exit("usage: python -m rostering.reference FOLDER")
try:
    for name, text in pages().items():
        write_whole(Path(sys.argv[1]) / name, text)
except OutputError as refused:
    sys.exit(str(refused))
