"""Days and times in the forms that duty systems in Britain write."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostering.tables.moments import Moment, is_range, read_day, read_moment, read_range
from rostering.tables.reading import Cell

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2025, 6, 2)


@pytest.mark.parametrize(
    "cell",
    [
        *("2025-06-02", "2025/06/02", "02/06/2025", "2/6/25", "02.06.2025", "02-06-2025", "2-Jun-25", "02JUN2025"),
        *("2 June 2025", "2nd June, 2025", "Mon 2 Jun 2025", "Monday, 02/06/2025", " 2  june  2025 "),
        *("02/06/2025 07:00", "02/06/2025 7am", "2025-06-02T07:00:00", "2025-06-02 00:00:00", "02/06/2025 0700"),
        *(45810, 45810.0, 45810.29, "45810", date(2025, 6, 2), datetime(2025, 6, 2, 7, 0)),  # noqa: DTZ001 - a wall clock
    ],
)
def test_a_day_is_read_in_every_form_with_the_day_before_the_month(cell: Cell) -> None:
    """All of them are 2 June 2025."""
    assert read_day(cell) == MONDAY


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("30/02/2025", "does not exist in the calendar"),
        ("30 February 2025", "does not exist in the calendar"),
        ("29/02/2025", "does not exist in the calendar"),
        ("06/13/2025", "the day comes before the month"),
        ("Tue 2 June 2025", "is a Mon 2 Jun"),
        ("2 June", "is no day"),
        ("leave", "is no day"),
        ("2 Junk 2025", "is no day"),
        ("x 07:00", "is no day"),
        ("31/12/9999", "is not in our time"),
        (date(1, 1, 1), "is not in our time"),
        (float("nan"), "is no day"),
        (float("inf"), "is no day"),
        ("", "an empty cell"),
        (None, "an empty cell"),
        (True, "is no day"),
        (7, "is no day"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(cell: Cell, reason: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match=reason):
        read_day(cell)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        *(
            ("07:00", "07:00"),
            ("0700", "07:00"),
            ("700", "07:00"),
            ("7am", "07:00"),
            ("7.00", "07:00"),
            ("7 AM", "07:00"),
        ),
        *(("07:00:00", "07:00"), ("07h00", "07:00"), ("0700hrs", "07:00"), ("7:30 p.m.", "19:30"), ("7.30pm", "19:30")),
        *(("12am", "00:00"), ("12pm", "12:00"), ("12.15am", "00:15"), ("0", "00:00"), ("0000", "00:00")),
        *(("24:00", "24:00"), ("2400", "24:00"), (0.5, "12:00"), (7 / 24, "07:00"), (1.0, "24:00"), (700, "07:00")),
        *((time(7, 0), "07:00"), (timedelta(hours=14), "14:00"), ("0.5833333", "14:00"), (0, "00:00")),
    ],
)
def test_a_time_is_read_in_every_form(cell: Cell, clock: str) -> None:
    """By the clock, with 24:00 as the end of a day."""
    assert read_moment(cell, LONDON) == Moment(clock)


@pytest.mark.parametrize(
    "cell", ["7", "2500", "07:60", "24:01", "13pm", "0am", "leave", "", None, True, "12/6/25", 2.0]
)
def test_what_is_no_time_is_refused(cell: Cell) -> None:
    """A bare 7 as well: it may be what a spreadsheet has left of 0007."""
    with pytest.raises(ValueError, match="is no time of day"):
        read_moment(cell, LONDON)


@pytest.mark.parametrize(
    ("cell", "day", "clock"),
    [
        ("02/06/2025 07:00", MONDAY, "07:00"),
        ("2025-06-02T07:00:00", MONDAY, "07:00"),
        ("2025-06-02T06:00Z", MONDAY, "07:00"),
        ("2025-06-02T06:00:00.000Z", MONDAY, "07:00"),
        ("2025-06-01T23:30Z", MONDAY, "00:30"),
        ("2025-10-26T01:30+01:00", date(2025, 10, 26), "01:30"),
        ("2025-10-26T01:30+00:00", date(2025, 10, 26), "01:30"),
        ("2025-03-30T01:30Z", date(2025, 3, 30), "02:30"),
        (45810.25, MONDAY, "06:00"),
        (datetime(2025, 6, 2, 7, 0), MONDAY, "07:00"),  # noqa: DTZ001 - a wall clock
    ],
)
def test_a_time_behind_a_day_is_told_by_the_clock_of_the_zone(cell: Cell, day: date, clock: str) -> None:
    """Also in the nights on which the clocks change."""
    assert read_moment(cell, LONDON) == Moment(clock, day)


@pytest.mark.parametrize(
    "cell", ["0700-1700", "07:00x17:00", "7am to 5pm", "07:00 \N{EN DASH} 17:00", "0700 until 1700"]
)
def test_two_times_in_one_cell_are_a_start_and_an_end(cell: str) -> None:
    """With a dash, an x or a word between them."""
    assert is_range(cell)
    assert read_range(cell, LONDON) == (Moment("07:00"), Moment("17:00"))


def test_a_word_is_no_range() -> None:
    """Even with a dash in it."""
    assert not is_range("rest-day")
    with pytest.raises(ValueError, match="is not a time to a time"):
        read_range("0700", LONDON)


FORMS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%b-%y", "%d %B %Y", "%a %d %b %Y", "%A, %d %B %Y", "%d%b%Y"]


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)), form=st.sampled_from(FORMS))
def test_every_written_day_reads_back(day: date, form: str) -> None:
    """Whatever the form, and as Excel counts it."""
    assert read_day(day.strftime(form)) == day
    assert read_day((day - date(1899, 12, 30)).days) == day


@given(moment=st.times().map(lambda one: one.replace(second=0, microsecond=0)))
def test_every_written_time_reads_back(moment: time) -> None:
    """Whatever the form, and as Excel counts it."""
    clock = Moment(f"{moment:%H:%M}")
    assert all(read_moment(moment.strftime(form), LONDON) == clock for form in ("%H:%M", "%H%M", "%I:%M %p", "%H.%M"))
    assert read_moment((moment.hour * 60 + moment.minute) / 1440, LONDON) == clock
