"""Illustrative people: numbers, two-week lines, absences and histories, the same for the same seed.

Nothing here is data. Strengths are of the size that was published for 2019, spread over the teams on purpose not in
proportion to demand, so that lending and equity have something to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

SEED = 20250602
MONDAY = date(2025, 6, 2)
WEEK = tuple(MONDAY + timedelta(days=offset) for offset in range(7))
REST = "rest"

LINE = "EEEERRRLLLLRRR"
"""The two-week line: four earlies, three rest days, four lates, three rest days. Every officer is somewhere on it, so
any seven days in a row hold four duties, and three free days lie between an early and a late week."""
STEP = 5
"""The next officer of a team is so many days on along it; this shares no factor with 14, so all days are covered."""

STRENGTH = {
    "north-rural": {"sergeant": 1, "pc": 12, "pcso": 10},
    "north-urban": {"sergeant": 2, "pc": 17, "pcso": 10},
    "luton-north": {"sergeant": 1, "pc": 14, "pcso": 8},
    "luton-south": {"sergeant": 2, "pc": 16, "pcso": 10},
    "dunstable": {"sergeant": 1, "pc": 9, "pcso": 6},
    "leighton-buzzard": {"sergeant": 1, "pc": 8, "pcso": 6},
}
TEAM_NUMBER = {team: number for number, team in enumerate(STRENGTH, start=1)}
ID_PREFIX = {"sergeant": ("sgt", 10), "pc": ("pc", 20), "pcso": ("pcso", 70)}
SHIFTS = {
    "sergeant": {"E": "early", "L": "late"},
    "pc": {"E": "early", "L": "late"},
    "pcso": {"E": "pcso-early", "L": "pcso-late"},
}
ENDS = {"early": "17:00", "late": "00:00", "pcso-early": "17:15", "pcso-late": "22:00"}
HOURS_BEFORE = {"sergeant": (590, 640), "pc": (560, 640), "pcso": (520, 592)}
"""Least and most hours worked in the 16 weeks before: up to the contract, less leave and sickness."""

ON_LEAVE = 0.17
"""Share of each team's people of a role who are on leave the whole week."""
SHORT_ABSENCES = (("sick", 3, 9), ("training", 2, 4), ("court", 1, 3))
"""Reason, length in days, number of officers force-wide."""
SKILLED = {"asb-lead": ("pc", 3)}
"""Skill, the role that has it and how many people of it in each team."""


@dataclass(frozen=True)
class Person:
    """An officer as the scenario will write them."""

    name: str
    role: str
    area: str
    published: Mapping[date, str]
    unavailable: Mapping[date, str]
    last_duty_ends: str
    consecutive_days: int
    hours_last_16_weeks: int
    skills: Sequence[str] = field(default=())

    @property
    def duties(self) -> int:
        """Number of published duties."""
        return sum(shift != REST for shift in self.published.values())

    def away(self, absences: Mapping[date, str]) -> Person:
        """The same person with more days away; published duties and rest days on them are gone."""
        unavailable = dict(self.unavailable) | {
            day: why for day, why in absences.items() if day not in self.unavailable
        }
        published = {day: shift for day, shift in self.published.items() if day not in unavailable}
        return Person(
            self.name, self.role, self.area, published, dict(sorted(unavailable.items())),
            self.last_duty_ends, self.consecutive_days, self.hours_last_16_weeks, self.skills,
        )  # fmt: skip


def _letter(place: int, day: date) -> str:
    return LINE[(place + (day - MONDAY).days) % len(LINE)]


def _before(place: int, role: str) -> tuple[str, int]:
    """When the last duty before the week ends, and how many days in a row have been worked up to Sunday."""
    day, in_a_row = MONDAY - timedelta(days=1), 0
    while _letter(place, day - timedelta(days=in_a_row)) != "R":
        in_a_row += 1
    while _letter(place, day) == "R":
        day -= timedelta(days=1)
    end = ENDS[SHIFTS[role][_letter(place, day)]]
    ends_on = day + timedelta(days=1) if end == "00:00" else day
    return f"{ends_on}T{end}", in_a_row


def _person(team: str, role: str, number: int, start: int, chance: Random) -> Person:
    place = (start + STEP * number) % len(LINE)
    prefix, hundreds = ID_PREFIX[role]
    ends, in_a_row = _before(place, role)
    return Person(
        name=f"{prefix}-{hundreds + TEAM_NUMBER[team]}{number + 1:02d}",
        role=role,
        area=team,
        published={day: SHIFTS[role].get(_letter(place, day), REST) for day in WEEK},
        unavailable={},
        last_duty_ends=ends,
        consecutive_days=in_a_row,
        hours_last_16_weeks=chance.randint(*HOURS_BEFORE[role]),
        skills=tuple(skill for skill, (holder, most) in SKILLED.items() if role == holder and number < most),
    )


def _starting_places(team: str, role: str) -> int:
    """Where on the line a team's first officer of a role stands; sergeants of two teams are on different weeks."""
    return 3 * TEAM_NUMBER[team] + {"sergeant": 0, "pc": 1, "pcso": 8}[role]


def _with_leave(people: list[Person], chance: Random) -> Iterator[Person]:
    away = {
        person.name
        for team, roles in STRENGTH.items()
        for role in roles
        for person in _some([one for one in people if (one.area, one.role) == (team, role)], chance)
    }
    for person in people:
        yield person.away(dict.fromkeys(WEEK, "leave")) if person.name in away else person


def _some(group: list[Person], chance: Random) -> list[Person]:
    return chance.sample(group, round(ON_LEAVE * len(group)))


def _with_short_absences(people: list[Person], chance: Random) -> Iterator[Person]:
    present = [person.name for person in people if not person.unavailable]
    needed = sum(number for _, _, number in SHORT_ABSENCES)
    reasons = iter((why, days) for why, days, number in SHORT_ABSENCES for _ in range(number))
    absence = dict(zip(chance.sample(present, needed), reasons, strict=True))
    for person in people:
        if person.name not in absence:
            yield person
            continue
        why, days = absence[person.name]
        working = [day for day, shift in person.published.items() if shift != REST]
        first = chance.choice(working[: len(working) - days + 1])
        yield person.away({day: why for day in WEEK if first <= day < first + timedelta(days=days)})


def ordinary_week() -> list[Person]:
    """Everybody, with the leave, training, court and sickness of an ordinary week."""
    chance = Random(SEED)
    people = [
        _person(team, role, number, _starting_places(team, role), chance)
        for team, strength in STRENGTH.items()
        for role, count in strength.items()
        for number in range(count)
    ]
    return list(_with_short_absences(list(_with_leave(people, chance)), chance))


AWAY_IN_ALL = 1 / 3
"""Share of all officers who are away the whole of the stretched week, besides those on ordinary leave."""
KEPT_BACK: dict[str, dict[str, int]] = {"north-rural": {}, "dunstable": {}, "leighton-buzzard": {"pcso": 2}}
"""Teams that are sent on aid, with the number of people of a role who stay; where a role is not named, nobody stays.
Leighton Buzzard has no neighbours but the two others, so nobody can be lent to it, and its two support officers are a
whole crew only while both are on duty."""


def stretched_week() -> list[Person]:
    """The ordinary week with a third of officers away besides: some teams nearly all on aid, people of others sick."""
    people = ordinary_week()
    present = [person for person in people if person.duties]
    sent = [person.name for person in present if person.area in KEPT_BACK and not _stays(person, present)]
    elsewhere = [person.name for person in present if person.area not in KEPT_BACK]
    ill = Random(SEED).sample(elsewhere, round(AWAY_IN_ALL * len(people)) - len(sent))
    reasons = dict.fromkeys(sent, "aid") | dict.fromkeys(ill, "sick")
    return [
        person.away(dict.fromkeys(WEEK, reasons[person.name])) if person.name in reasons else person
        for person in people
    ]


def _stays(person: Person, present: list[Person]) -> bool:
    alike = [one for one in present if (one.area, one.role) == (person.area, person.role)]
    return alike.index(person) < KEPT_BACK[person.area].get(person.role, 0)
