"""Make a police force of any size whose duties are all still to be built.

    python benchmarks/force.py --officers 400 --days 28 --seed 1 -o force.yaml

Teams of 18 to 26 with a sergeant for about every eight; constables on 40 hours with early, late and night duties;
support officers on 37 hours, by day and in the evening only; about one in eight part-time on a fixed pattern of days;
leave in blocks on about 11 % of days, training, requests, and a history before the horizon. The rule book is at its
defaults. The same numbers give the same force. All of it is made up; only the proportions are meant to be real.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from rostering.files import dump
from rostering.horizon import DAYS_PER_WEEK, day_name
from rostering.scenario import REST, Scenario

START = date(2025, 6, 2)
"""A Monday."""
TEAM_SIZE = 22
SPREAD = 4
"""Teams have between 18 and 26 people, where there are enough for that."""
OFFICERS_PER_SERGEANT = 8
PCSO_SHARE, PART_TIME_SHARE = 0.28, 0.125
LEAVE_SHARE, MOST_ON_LEAVE, LEAVE_BLOCKS = 0.11, 0.25, (4, 5, 7, 7, 9, 14)
TRAINING_SHARE = 0.02
REQUESTS_PER_WEEK = 0.4
HISTORY_WEEKS = 16

SHIFTS: dict[str, dict[str, str]] = {
    "early": {"start": "07:00", "end": "17:00"},
    "late": {"start": "14:00", "end": "00:00"},
    "night": {"start": "22:00", "end": "07:00"},
    "day": {"start": "08:00", "end": "17:15"},
    "evening": {"start": "12:45", "end": "22:00"},
}
OF_ROLE = {
    "sergeant": ("early", "late", "night"),
    "pc": ("early", "late", "night"),
    "pcso": ("day", "evening"),
}
HOURS = {"sergeant": (40.0, 30.0, 20.0), "pc": (40.0, 30.0, 20.0), "pcso": (37.0, 27.75, 18.5)}
"""Weekly hours of full-timers and of two kinds of part-timers: four, three and two duties a week."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PART_WEEKS = (("mon", "tue", "wed"), ("tue", "wed", "thu"), ("wed", "thu", "fri"), ("thu", "fri", "sat"))
"""Days of part-timers; together, so that rest days come in pairs."""
CALLS = (9, 7, 5, 4, 3, 3, 4, 6, 8, 9, 10, 11, 12, 12, 12, 13, 14, 15, 16, 16, 15, 14, 13, 11)
WEEKEND_CALLS = (16, 15, 13, 10, 7, 4, 4, 5, 6, 8, 10, 11, 13, 13, 13, 14, 15, 16, 17, 18, 19, 19, 19, 18)

Draw = np.random.Generator
Away = dict[date, str]


def force(officers: int, days: int, seed: int) -> Scenario:
    """A force of so many officers with a horizon of so many days from Monday 2 June 2025."""
    return Scenario.model_validate(document(officers, days, seed))


def document(officers: int, days: int, seed: int) -> dict[str, Any]:
    """The same as the content of a scenario file."""
    draw = np.random.default_rng([seed, officers, days])
    dates = [START + timedelta(days=number) for number in range(days)]
    sizes = team_sizes(officers, draw)
    teams = [f"team-{number + 1}" for number in range(len(sizes))]
    people = {team: _team(team, size, dates, draw) for team, size in zip(teams, sizes, strict=True)}
    return {
        "version": 1,
        "name": f"force-{officers}-{days}-{seed}",
        "title": f"A made-up force of {officers}, {days} days, seed {seed}",
        "horizon": {"start": START.isoformat(), "days": days, "timezone": "Europe/London"},
        "demand": {"weights": {"crime": 1.0}, "hours": _hours()},
        "areas": {team: _area(number, teams, sizes[number], draw) for number, team in enumerate(teams)},
        "roles": {role: {"weekly_hours": HOURS[role][0], "abstraction": 0.3} for role in OF_ROLE},
        "shifts": SHIFTS,
        "contracts": dict(_contracts()),
        "staffing": {team: _staffing(people[team]) for team in teams},
        "officers": {officer: person for team in teams for officer, person in people[team].items()},
    }


def team_sizes(officers: int, draw: Draw) -> list[int]:
    """How many people each team has: evenly, then moved between pairs of teams as far as the spread allows."""
    teams = max(1, round(officers / TEAM_SIZE))
    sizes = [officers // teams + (number < officers % teams) for number in range(teams)]
    for one in range(0, teams - 1, 2):
        room = min(TEAM_SIZE + SPREAD - sizes[one], sizes[one + 1] - (TEAM_SIZE - SPREAD))
        moved = int(draw.integers(0, room + 1)) if room > 0 else 0
        sizes[one], sizes[one + 1] = sizes[one] + moved, sizes[one + 1] - moved
    return sizes


def _hours() -> dict[str, list[float]]:
    week, weekend = [float(calls) for calls in CALLS], [float(calls) for calls in WEEKEND_CALLS]
    friday = week[:17] + weekend[17:]
    sunday = weekend[:17] + week[17:]
    return {"mon-thu": week, "fri": friday, "sat": weekend, "sun": sunday}


def _area(number: int, teams: Sequence[str], size: int, draw: Draw) -> dict[str, Any]:
    """Teams lie on a grid of rows of ten, about 8 km apart; the one before and the one after are neighbours."""
    row, column = divmod(number, 10)
    near = [teams[other] for other in (number - 1, number + 1) if 0 <= other < len(teams)]
    crime = round(size * float(draw.lognormal(4.0, 0.25)))
    base = {"lat": round(51.5 + 0.08 * row, 4), "lon": round(-1.0 + 0.12 * column, 4)}
    return {"base": base, "demand": {"crime": float(crime)}, "neighbours": near}


def _contracts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Full-time and part-time terms of each role: only its own shifts, and part-timers on three days of the week."""
    for role, (_, *part_hours) in HOURS.items():
        limits = {shift: 0 for shift in SHIFTS if shift not in OF_ROLE[role]}
        yield role, {"shift_limits": limits}
        for hours in part_hours:
            for days in PART_WEEKS:
                pattern = [{day: list(OF_ROLE[role][:2]) for day in days}]
                terms = {"weekly_hours": hours, "shift_limits": limits, "pattern": pattern}
                yield _part_time(role, hours, days), terms


def _part_time(role: str, hours: float, days: Sequence[str]) -> str:
    return f"{role}-{int(hours)}-{days[0]}-{days[-1]}"


def _staffing(people: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Minimum numbers that about two thirds of the duties would meet, and a supervisor by day and late."""
    sworn = sum(person["role"] != "pcso" for person in people.values())
    support = len(people) - sworn
    early, late, night = max(1, sworn // 8), max(1, sworn // 7), max(1, sworn // 10)
    supervisor = {"supervisor": 1}
    wanted: dict[str, Any] = {
        "early": {"min": early, "skills": supervisor, "days": list(WEEKDAYS[:5])},
        "late": {"min": late, "prefer": late + 1, "skills": supervisor},
        "night": {"min": night},
    }
    if support >= 4:
        wanted |= {"day": {"min": 1}, "evening": {"min": 1}}
    return wanted


def _team(team: str, size: int, dates: Sequence[date], draw: Draw) -> dict[str, dict[str, Any]]:
    sergeants = -(-size // OFFICERS_PER_SERGEANT)
    pcsos = round(PCSO_SHARE * size)
    roles = ["sergeant"] * sergeants + ["pc"] * (size - sergeants - pcsos) + ["pcso"] * pcsos
    on_leave = _leave(size, dates, draw)
    numbers: Counter[str] = Counter()
    people = {}
    for role, leave in zip(roles, on_leave, strict=True):
        numbers[role] += 1
        is_acting = role == "pc" and numbers[role] <= 2
        supervises = role == "sergeant" or is_acting
        people[f"{role}-{team}-{numbers[role]}"] = _officer(team, role, leave, dates, draw) | (
            {"skills": ["supervisor"]} if supervises else {}
        )
    return people


def _leave(size: int, dates: Sequence[date], draw: Draw) -> list[Away]:
    """Blocks of leave, never more than a quarter of a team at once, until the share of days is reached."""
    away: list[Away] = [{} for _ in range(size)]
    at_once: Counter[date] = Counter()
    for _ in range(50 * size):
        if at_once.total() >= LEAVE_SHARE * size * len(dates):
            break
        who, length = int(draw.integers(size)), int(draw.choice(LEAVE_BLOCKS))
        first = int(draw.integers(1 - length, len(dates)))
        block = dates[max(0, first) : first + length]
        is_free = not any(day in away[who] for day in block) and len(away[who]) + len(block) <= len(dates) / 2
        if is_free and all(at_once[day] < MOST_ON_LEAVE * size for day in block):
            away[who].update(dict.fromkeys(block, "leave"))
            at_once.update(block)
    return away


def _officer(team: str, role: str, leave: Away, dates: Sequence[date], draw: Draw) -> dict[str, Any]:
    training = {
        day: "training" for day in dates if day.weekday() < 5 and draw.random() < TRAINING_SHARE and day not in leave
    }
    away = leave | training
    contract, weekly = role, HOURS[role][0]
    days: tuple[str, ...] = WEEKDAYS
    if role != "sergeant" and draw.random() < PART_TIME_SHARE * 8 / 7:
        weekly = HOURS[role][int(draw.integers(1, 3))]
        days = PART_WEEKS[int(draw.integers(len(PART_WEEKS)))]
        contract = _part_time(role, weekly, days)
    shifts = OF_ROLE[role] if contract == role else OF_ROLE[role][:2]
    return {
        "role": role,
        "area": team,
        "contract": contract,
        "unavailable": {day.isoformat(): away[day] for day in sorted(away)},
        "requests": list(_requests([day for day in dates if day not in away], days, shifts, draw)),
        "history": _history(weekly, days, shifts, draw),
    }


def _requests(free: Sequence[date], days: Sequence[str], shifts: Sequence[str], draw: Draw) -> Iterator[dict[str, Any]]:
    """Wishes for some of the days that could be worked: mostly a day off, then a shift, then not the last one."""
    possible = [day for day in free if day_name(day) in days]
    number = min(len(possible), int(draw.poisson(REQUESTS_PER_WEEK * len(possible) / DAYS_PER_WEEK)))
    for place in sorted(int(one) for one in draw.choice(len(possible), number, replace=False)) if number else ():
        kind, weight = draw.random(), float(draw.integers(1, 4))
        if kind < 0.6:
            yield {"day": possible[place].isoformat(), "shift": REST, "weight": weight}
        elif kind < 0.8:
            yield {"day": possible[place].isoformat(), "shift": str(draw.choice(shifts)), "weight": weight}
        else:
            yield {"day": possible[place].isoformat(), "shift": shifts[-1], "weight": -weight}


def _history(weekly: float, days: Sequence[str], shifts: Sequence[str], draw: Draw) -> dict[str, Any]:
    """What could have been worked before: a run of duties up to the day before, or rest days; weekends and counts."""
    sunday = START - timedelta(days=1)
    run = int(draw.integers(1, 5)) if "sun" in days and draw.random() < 0.5 else 0
    since_pattern = len(WEEKDAYS) - 1 - WEEKDAYS.index(days[-1])
    rest = since_pattern or (0 if run else int(draw.integers(1, 4)))
    shift = str(draw.choice(shifts))
    ended = _end(sunday - timedelta(days=rest), shift)
    nights = run if run and shift == "night" else 0
    has_weekends = bool({"sat", "sun"} & set(days))
    recent = ["worked" if has_weekends and draw.random() < 0.5 else "off" for _ in range(2)]
    weeks = HISTORY_WEEKS * weekly / 40
    counts = {
        "nights": int(draw.poisson(weeks)) if "night" in shifts else 0,
        "lates": int(draw.poisson(1.3 * weeks)),
        "weekends": int(draw.poisson(weeks)) if has_weekends else 0,
    }
    return {
        "last_duty_ends": ended,
        "consecutive_days": run,
        "consecutive_rest_days": rest,
        "consecutive_nights": nights,
        "hours_last_16_weeks": round(HISTORY_WEEKS * weekly * float(draw.uniform(0.8, 0.95)), 2),
        "recent_weekends": [*recent, "worked" if rest <= 1 else "off"],
        "counts": counts,
    } | ({"last_shift": shift} if run else {})


def _end(day: date, shift: str) -> str:
    start, end = SHIFTS[shift]["start"], SHIFTS[shift]["end"]
    last = day if end > start else day + timedelta(days=1)
    return f"{last.isoformat()}T{end}"


def main() -> None:
    """Write one force."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--officers", type=int, required=True)
    arguments.add_argument("--days", type=int, required=True)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("-o", "--output", type=Path, required=True)
    given = arguments.parse_args()
    given.output.write_text(dump(document(given.officers, given.days, given.seed)), encoding="utf-8")


if __name__ == "__main__":
    main()
