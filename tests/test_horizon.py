"""The clock: spans across midnight and clock changes, and moments written and read back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rostering.horizon import Horizon, day_name, overlap, subtract, wall_time

AUTUMN = Horizon(start=date(2025, 10, 25), days=2)
"""Saturday and the Sunday of 25 hours: at 02:00 British Summer Time it is 01:00 again."""
SPRING = Horizon(start=date(2025, 3, 29), days=2)
"""Saturday and the Sunday of 23 hours: after 00:59 comes 02:00."""
SUMMER = Horizon(start=date(2025, 6, 2), days=7)
SUNDAY_AUTUMN, SUNDAY_SPRING = date(2025, 10, 26), date(2025, 3, 30)
DAY = 24 * 60

zones = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"])
starts = st.dates(date(2015, 1, 1), date(2035, 12, 31)) | st.sampled_from(
    [date(2025, 10, 25), date(2025, 3, 29), date(2018, 11, 3), date(2025, 11, 1), date(2025, 4, 5)]
)
horizons = st.builds(Horizon, start=starts, days=st.integers(1, 10), timezone=zones)
instants = st.integers(-3 * DAY, 12 * DAY) | st.integers(0, 2 * DAY)


def test_a_night_across_the_autumn_change_is_an_hour_longer() -> None:
    """From Saturday 22:00 to Sunday 07:00 are nine hours on the clock and ten in a life."""
    start, end = AUTUMN.span(date(2025, 10, 25), "22:00", "07:00")
    assert (start, end) == (22 * 60, DAY + 8 * 60)
    assert AUTUMN.at(AUTUMN.end) - AUTUMN.at(SUNDAY_AUTUMN) == 25 * 60


def test_a_night_across_the_spring_change_is_an_hour_shorter() -> None:
    """From Saturday 22:00 to Sunday 07:00 are eight hours."""
    start, end = SPRING.span(date(2025, 3, 29), "22:00", "07:00")
    assert (start, end) == (22 * 60, DAY + 6 * 60)
    assert SPRING.at(SPRING.end) - SPRING.at(SUNDAY_SPRING) == 23 * 60


def test_ten_hours_on_the_clock_can_be_eleven_or_nine_of_rest() -> None:
    """From Saturday 21:00 to Sunday 07:00."""
    for horizon, sunday, hours in ((AUTUMN, SUNDAY_AUTUMN, 11), (SPRING, SUNDAY_SPRING, 9)):
        assert horizon.at(sunday, "07:00") - horizon.at(horizon.start, "21:00") == hours * 60
    assert SUMMER.at(date(2025, 6, 3), "07:00") - SUMMER.at(date(2025, 6, 2), "21:00") == 10 * 60


def test_an_end_at_or_before_the_start_is_on_the_next_day() -> None:
    """22:00 to 07:00 is nine hours, 00:00 to 00:00 a day, 07:00 to 07:01 a minute."""
    monday = date(2025, 6, 2)
    assert SUMMER.span(monday, "22:00", "07:00") == (22 * 60, DAY + 7 * 60)
    assert SUMMER.span(monday, "14:00", "00:00") == (14 * 60, DAY)
    assert SUMMER.span(monday, "00:00", "00:00") == (0, DAY)
    assert SUMMER.span(monday, "07:00", "07:01") == (7 * 60, 7 * 60 + 1)


def test_the_hour_that_comes_twice_is_told_apart_by_its_offset() -> None:
    """01:30 of summer time is written as it stands, 01:30 an hour later with its offset, and both read back."""
    first = AUTUMN.at(SUNDAY_AUTUMN, "01:30")
    assert first == DAY + 90
    assert AUTUMN.moment_text(first) == "2025-10-26T01:30"
    assert AUTUMN.moment_text(first + 60) == "2025-10-26T01:30+00:00"
    assert (AUTUMN.clock_text(first), AUTUMN.clock_text(first + 60)) == ("01:30", "01:30+00:00")
    assert AUTUMN.read_moment("2025-10-26T01:30+00:00") == first + 60
    assert AUTUMN.read_moment("2025-10-26T01:30+01:00") == first
    assert AUTUMN.instant(datetime(2025, 10, 26, 1, 30, fold=1)) == first + 60  # noqa: DTZ001 - wall clock is meant


def test_the_hour_that_does_not_come_is_read_as_if_the_clocks_had_not_moved() -> None:
    """01:30 on the spring Sunday is half an hour after the change: 02:30."""
    assert SPRING.at(SUNDAY_SPRING, "01:30") == SPRING.at(SUNDAY_SPRING, "02:30") == DAY + 90
    assert SPRING.moment_text(DAY + 59) == "2025-03-30T00:59"
    assert SPRING.moment_text(DAY + 60) == "2025-03-30T02:00"


@given(horizons, instants)
def test_every_moment_reads_back_as_it_was_written(horizon: Horizon, instant: int) -> None:
    """Whatever the zone, and whether or not the clocks change."""
    assert horizon.read_moment(horizon.moment_text(instant)) == instant
    assert horizon.instant(horizon.local(instant)) == instant


@given(horizons, instants, st.integers(0, 23 * 60 - 1))
def test_every_time_of_day_reads_back_after_a_time_before_it(horizon: Horizon, instant: int, before: int) -> None:
    """As in a duty: the times of its activities are read one after the other. The shortest day has 23 hours."""
    assert horizon.read_clock(horizon.clock_text(instant), instant - before) == instant


@given(horizons, instants)
def test_an_instant_lies_between_the_midnights_of_its_day(horizon: Horizon, instant: int) -> None:
    """Days follow one another without gaps, 23 to 25 hours each."""
    day = horizon.day(instant)
    midnight, next_midnight = horizon.at(day), horizon.at(day + timedelta(days=1))
    assert midnight <= instant < next_midnight
    assert 23 * 60 <= next_midnight - midnight <= 25 * 60


def test_days_of_the_horizon() -> None:
    """A week from a Monday ends before the next; its days have names."""
    assert SUMMER.dates[0] == date(2025, 6, 2)
    assert SUMMER.dates[-1] == date(2025, 6, 8)
    assert SUMMER.end == date(2025, 6, 9)
    assert [day_name(day) for day in SUMMER.dates] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert (SUMMER.at(SUMMER.start), SUMMER.at(SUMMER.end)) == (0, 7 * DAY)


def test_a_moment_before_the_horizon_is_a_negative_instant() -> None:
    """Saturday 15:25 before a Monday is 32 hours and 35 minutes back."""
    assert SUMMER.read_moment("2025-05-31T15:25") == -(32 * 60 + 35)


@pytest.mark.parametrize("text", ["7:00", "24:00", "07:60", "07:00:00", "0700", "noon", "", "07:00 ", "07:00\n"])
def test_a_time_of_day_is_written_in_one_way(text: str) -> None:
    """`HH:MM` from 00:00 to 23:59, and nothing else."""
    with pytest.raises(ValueError, match="is not a time of day"):
        wall_time(text)
    with pytest.raises(ValueError, match="is not a time of day"):
        SUMMER.read_clock(text, 0)


@pytest.mark.parametrize("text", ["2025-06-02", "2025-06-02 07:00", "2025-06-02T07:00:00", "2025-06-02T07:00Z", "x"])
def test_a_moment_is_written_in_one_way(text: str) -> None:
    """Local date and time to the minute, with an offset at most."""
    with pytest.raises(ValueError, match="is not a local date and time"):
        SUMMER.read_moment(text)


def test_an_unknown_zone_is_refused() -> None:
    """With an example of a known one."""
    with pytest.raises(ValidationError, match="is no known time zone"):
        Horizon(start=date(2025, 6, 2), days=7, timezone="Europe/Bedford")


def test_overlap_is_what_half_open_intervals_share() -> None:
    """Intervals that only touch share nothing."""
    assert overlap((0, 10), (5, 20)) == 5
    assert overlap((0, 10), (10, 20)) == 0
    assert overlap((0, 10), (20, 30)) == 0
    assert overlap((0, 10), (2, 3)) == 1


def test_subtract_leaves_the_pieces_between_holes() -> None:
    """Holes may overlap, touch, stick out and come in any order."""
    assert subtract((0, 10), []) == [(0, 10)]
    assert subtract((0, 10), [(7, 12), (2, 4), (3, 5)]) == [(0, 2), (5, 7)]
    assert subtract((0, 10), [(-5, 0), (10, 20)]) == [(0, 10)]
    assert subtract((0, 10), [(-5, 20)]) == []
    assert subtract((0, 10), [(0, 3), (3, 10)]) == []
