"""Writes the quarter of one made-up team, a relief that answers calls day and night.

uv run python -m scenarios.derive.team [--into FOLDER]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from scenarios.derive.quarter import (
    MONDAY,
    ROTATION,
    WEEKS,
    Template,
    absence_text,
    days_text,
    history,
    leave,
    wishes,
    with_training,
)
from scenarios.derive.week import FOLDER, SCHEMA

SEED = 20250901
TEMPLATES = {
    "E": Template("early", "07:00", "17:00", "early"),
    "L": Template("late", "14:00", "00:00", "late"),
    "N": Template("night", "21:00", "07:00", "night"),
}
LINES = {
    "full-time": "".join(ROTATION),
    "three-days": "EEERRRR" + "RRLLLRR",
    "no-nights": "".join(ROTATION).replace("N", "L"),
    "school-hours": "EEERRRR" + "REEERRR",
}
"""What people on a contract worked before the quarter."""


@dataclass(frozen=True)
class Member:
    """Somebody in the team."""

    name: str
    role: str = "pc"
    contract: str = "full-time"
    supervises: bool = False
    is_on_rotation: bool = False
    works_with: str = ""

    @property
    def shifts(self) -> tuple[str, ...]:
        """The shifts of the contract."""
        names = {letter: template.name for letter, template in TEMPLATES.items()}
        return tuple(name for letter, name in names.items() if letter in LINES[self.contract])


MEMBERS = (
    Member("sgt-501", role="sergeant", supervises=True),
    Member("sgt-502", role="sergeant", supervises=True),
    Member("sgt-503", role="sergeant", supervises=True),
    Member("pc-511", supervises=True),
    Member("pc-512", supervises=True),
    Member("pc-513", supervises=True),
    Member("pc-514", supervises=True),
    Member("pc-515"),
    Member("pc-516"),
    Member("pc-517"),
    Member("pc-518"),
    Member("pc-519"),
    Member("pc-520", works_with="pc-516"),
    Member("pc-521", is_on_rotation=True),
    Member("pc-522", is_on_rotation=True),
    Member("pc-523", is_on_rotation=True),
    Member("pc-524", contract="no-nights"),
    Member("pc-525", contract="three-days"),
    Member("pc-526", contract="three-days"),
    Member("pc-527", contract="school-hours"),
)

Away = Mapping[str, Mapping[date, str]]

CONTENT = """\
version: 1
name: team-quarter
title: A response team, thirteen weeks
horizon: {{start: {monday}, days: {days}, timezone: Europe/London}}  # holds 26 October, when the clocks go back

demand:
  weights: {{calls: 1.0}}
  hours:  # made up: evenings, and nights at weekends
    mon-thu: [9, 7, 5, 4, 3, 3, 4, 6, 8, 9, 10, 11, 12, 12, 12, 13, 14, 15, 16, 16, 15, 14, 13, 11]
    fri: [9, 7, 5, 4, 3, 3, 4, 6, 8, 9, 10, 11, 12, 12, 12, 13, 14, 16, 17, 18, 19, 19, 19, 18]
    sat: [16, 15, 13, 10, 7, 4, 4, 5, 6, 8, 10, 11, 13, 13, 13, 14, 15, 16, 17, 18, 19, 19, 19, 18]
    sun: [16, 15, 13, 10, 7, 4, 4, 5, 6, 8, 10, 11, 13, 13, 13, 14, 14, 15, 16, 15, 14, 13, 12, 10]

areas:
  town:
    title: Town
    base: {{lat: 51.8785, lon: -0.4213}}
    demand: {{calls: 21000}}

roles:
  sergeant: {{title: Sergeant, weekly_hours: 40, annual_cost: 78000, abstraction: 0.30}}
  pc: {{title: Police constable, weekly_hours: 40, annual_cost: 67500, abstraction: 0.30}}

shifts:  # ten hours each, so that four make a week
  early: {{start: "07:00", end: "17:00"}}
  late: {{start: "14:00", end: "00:00"}}
  night: {{start: "21:00", end: "07:00"}}

contracts:
  full-time: {{night_worker: true}}
  three-days:  # two weeks that repeat: early in the first, early or late in the second
    weekly_hours: 30
    pattern:
      - {{mon: [early, late], tue: [early, late], wed: [early, late]}}
      - {{wed: [early, late], thu: [early, late], fri: [early, late]}}
  school-hours:  # three of the five days, whichever suit the team
    weekly_hours: 30
    pattern:
      - {{mon: [early], tue: [early], wed: [early], thu: [early], fri: [early]}}
  no-nights: {{shift_limits: {{night: 0}}}}

rotations:
  four-weeks:  # each officer on it starts in the week that suits the team
    choose: officer
    weeks:
{rotation}

staffing:
  town:
    early:
      min: 2
      dates:
        2025-11-09: {{min: 4}}  # Remembrance Sunday
    late:
      min: 3
      prefer: 4
      skills: {{supervisor: 1}}
      dates:
        2025-10-31: {{min: 5, prefer: 6, skills: {{supervisor: 1}}}}  # Hallowe'en
        2025-11-05: {{min: 5, prefer: 6, skills: {{supervisor: 1}}}}  # Bonfire Night
        2025-11-08: {{min: 6, prefer: 7, skills: {{supervisor: 2}}}}  # the fireworks in the park
    night:
      min: 2
      skills: {{supervisor: 1}}

officers:
{officers}

rules:  # what is not mentioned holds at its default; `rostering rules` lists the book
  contract_hours: {{level: preferred, weight: 3}}  # hours that are paid for come before demand by the hour
  weekly_hours: {{tolerance_hours: 1}}  # the night to 26 October has eleven hours
  forbidden_successions: {{after: {{early: [night]}}}}  # the way into nights leads over a late or a day off
  consecutive_duties: {{most: 6, least: 2}}
  consecutive_nights: {{most: 4, least: 2}}
  weekends_off: {{least: 1, in_weekends: 3}}
  same_team: {{level: preferred, weight: 5}}  # a student officer without the tutor learns nothing
"""


def officer_lines(away: Away, chance: Random) -> Iterator[str]:
    """Everybody, with what they bring; whoever is on the rotation asks for nothing."""
    for number, member in enumerate(MEMBERS):
        yield f"  {member.name}:"
        yield f"    role: {member.role}"
        yield "    area: town"
        if member.supervises:
            yield "    skills: [supervisor]"
        yield f"    contract: {member.contract}"
        if member.is_on_rotation:
            yield "    rotation: four-weeks"
        if member.works_with:
            yield f"    works_with: {member.works_with}  # the tutor"
        yield f"    unavailable: {days_text(away[member.name])}"
        if not member.is_on_rotation:
            asked = ", ".join(wish.text for wish in wishes(away[member.name], member.shifts, chance))
            yield f"    requests: [{asked}]"
        place = 7 * (number % (len(LINES[member.contract]) // 7))
        yield f"    history: {history(LINES[member.contract], place, TEMPLATES, chance).text}"


def absences(chance: Random) -> Away:
    """Leave, not many supervisors at once, and two days of training for all who are on no rotation."""
    groups = [[member.name for member in MEMBERS if member.supervises is supervises] for supervises in (True, False)]
    away = leave(groups, chance)
    return {
        member.name: away[member.name] if member.is_on_rotation else with_training(away[member.name], chance)
        for member in MEMBERS
    }


def header(away: Away) -> str:
    """The question, and its answer."""
    return f"""\
# Question: what should each of a response team's people work from September to November, so that every shift has enough
# of them, lates and nights have a supervisor, most are there when most calls come, and nights and weekends are shared?
# ({absence_text(away)})
# Answer: 846 duties that keep every required rule. No shift is short, contracts are 20 hours off in all, and whoever is
# free to roster is within about three duties of a fair share; only those on the rotation are further off.
#
# Everything here is made up.
# Made by `python -m scenarios.derive.team`; change that, not this file."""


def scenario_text() -> str:
    """The whole text of the scenario file."""
    chance = Random(SEED)
    away = absences(chance)
    names = {letter: template.name for letter, template in TEMPLATES.items()}
    weeks = [", ".join(names.get(letter, "rest") for letter in week) for week in ROTATION]
    content = CONTENT.format(
        monday=MONDAY,
        days=7 * WEEKS,
        rotation="\n".join(f"      - [{week}]" for week in weeks),
        officers="\n".join(officer_lines(away, chance)),
    )
    return f"{SCHEMA}\n{header(away)}\n\n{content}"


def main() -> None:
    """Read the arguments and write the scenario."""
    parser = argparse.ArgumentParser(description="Write the quarter of a made-up team.")
    parser.add_argument("--into", type=Path, default=FOLDER, help="folder to write into (default: %(default)s)")
    (parser.parse_args().into / "team-quarter.yaml").write_text(scenario_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
