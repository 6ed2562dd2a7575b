"""Briefing sheets on paper: A4, one page for each."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from rostering.exporting.sheets import Sheet

SIZES = (16, 14, 12, 11, 10, 9, 8, 7, 6, 5, 4)
"""Points of type: the largest that fits is taken."""
HEAD = FontFace(emphasis="BOLD", color=255, fill_color=(31, 56, 100))


def pdf(sheets: Sequence[Sheet]) -> bytes:
    """One page for each sheet, in type as large as fits on it; the same sheets give the same bytes.

    Letters outside of Western European alphabets are written without their marks, or as `?`.
    """
    document = _document()
    for sheet in sheets:
        size = next((size for size in SIZES if _pages(sheet, size) == 1), SIZES[-1])
        _draw(document, sheet, size)
    return bytes(document.output())


def _document() -> FPDF:
    document = FPDF(orientation="landscape", format="A4")
    document.set_creation_date(datetime(1980, 1, 1, tzinfo=UTC))
    document.set_margin(10)
    document.set_auto_page_break(auto=True, margin=10)
    return document


def _pages(sheet: Sheet, size: float) -> int:
    trial = _document()
    _draw(trial, sheet, size)
    return trial.page


def _draw(document: FPDF, sheet: Sheet, size: float) -> None:
    document.add_page()
    document.set_font("Helvetica", "B", size + 8)
    document.cell(
        text=_latin(f"{sheet.team}: {sheet.shift}, {sheet.day}, {sheet.times}"), new_x=XPos.LMARGIN, new_y=YPos.NEXT
    )
    document.set_font("Helvetica", "", size - 1)
    document.cell(
        text=_latin(f"{sheet.plan}. Names and times: for this team only, not to be left lying about."),
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT,
    )
    document.ln(2)
    stops = [(one.when, one.where, one.who, one.task, one.last, one.why) for one in sheet.stops]
    _table(
        document, size, ("When", "Where", "Who", "What to do", "Last patrolled", "Why"), stops, (26, 56, 50, 56, 36, 53)
    )
    document.ln(3)
    people = [(one.name, one.role, one.breaks, one.patrol) for one in sheet.people]
    _table(document, size, ("On duty", "Role", "Break", "Otherwise on patrol in"), people, (60, 77, 40, 100))


def _table(
    document: FPDF, size: float, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: tuple[int, ...]
) -> None:
    document.set_font("Helvetica", "", size)
    with document.table(
        col_widths=widths, headings_style=HEAD, line_height=size * 0.45, text_align="LEFT", padding=0.6
    ) as table:
        for row in (headings, *rows):
            line = table.row()
            for text in row:
                line.cell(_latin(text))


def _latin(text: str) -> str:
    """What the fonts that every reader of PDF has can show."""
    shown = []
    for character in text.replace("–", "-"):
        plain = character if character.isprintable() else " "
        parts = [
            plain,
            "".join(part for part in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(part)),
        ]
        shown.append(next((part for part in parts if part and _is_latin(part)), "?"))
    return "".join(shown)


def _is_latin(text: str) -> bool:
    return all(ord(character) < 256 for character in text)  # noqa: PLR2004 - Latin-1 ends there
