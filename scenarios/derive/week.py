"""Writes the Bedfordshire scenarios from the committed figures.

    uv run python -m scenarios.derive.week [--into FOLDER]

Demand and places of hotspots are figures from data; everything in this module and in ``people`` is illustrative.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from scenarios.derive import funding
from scenarios.derive.people import MONDAY, SEED, WEEK, Person, ordinary_week, stretched_week

FOLDER = Path(__file__).parent.parent
FIGURES = FOLDER / "data" / "bedfordshire_demand.yaml"
WEIGHTS = {"crime": 0.6, "asb": 0.4}

Figures = Mapping[str, Any]


class Team(NamedTuple):
    """What is illustrative about an area."""

    title: str
    base: tuple[float, float]
    base_name: str
    neighbours: tuple[str, ...]


TEAMS = {
    "north-rural": Team(
        "North Rural", (52.0305, -0.4945), "Ampthill", ("north-urban", "dunstable", "leighton-buzzard")
    ),
    "north-urban": Team("North Urban", (52.1357, -0.4735), "Bedford, Greyfriars", ("north-rural",)),
    "luton-north": Team("Luton North", (51.9132, -0.4490), "Marsh Farm", ("luton-south", "dunstable")),
    "luton-south": Team("Luton South", (51.8785, -0.4213), "Luton, Buxton Road", ("luton-north", "dunstable")),
    "dunstable": Team(
        "Dunstable", (51.8868, -0.5225), "Dunstable town centre", ("luton-north", "luton-south", "leighton-buzzard", "north-rural")
    ),
    "leighton-buzzard": Team("Leighton Buzzard", (51.9172, -0.6608), "Bossard House", ("dunstable", "north-rural")),
}  # fmt: skip


class Hub(NamedTuple):
    """An illustrative hub: only its place is real."""

    title: str
    area: str
    place: tuple[float, float]
    when: tuple[tuple[str, str, str], ...]
    staff: Mapping[str, int]


HUBS = {
    "bedford-bus-station": Hub(
        "Bedford bus station hub", "north-urban", (52.1357, -0.4756),
        (("wed", "10:00", "13:00"), ("fri", "16:00", "19:00"), ("sat", "10:00", "13:00")), {"any": 2, "pc": 1},
    ),
    "kempston-hub": Hub("Kempston library", "north-urban", (52.1165, -0.4960), (("tue", "10:00", "12:00"),), {"any": 2}),
    "ampthill-hub": Hub(
        "Ampthill community fire station", "north-rural", (52.0305, -0.4945),
        (("mon", "10:00", "13:00"), ("thu", "15:00", "18:00")), {"any": 2, "pc": 1},
    ),
    "flitwick-hub": Hub("Flitwick library", "north-rural", (52.0045, -0.4960), (("wed", "10:00", "12:00"),), {"pcso": 1}),
    "biggleswade-hub": Hub(
        "Biggleswade market place", "north-rural", (52.0868, -0.2652),
        (("tue", "10:00", "12:00"), ("sat", "10:00", "12:00")), {"any": 2},
    ),
    "sandy-hub": Hub("Sandy library", "north-rural", (52.1290, -0.2885), (("fri", "10:00", "12:00"),), {"pcso": 1}),
    "leighton-buzzard-hub": Hub(
        "Bossard House", "leighton-buzzard", (51.9172, -0.6608),
        (("tue", "16:00", "18:00"), ("sat", "10:00", "12:00")), {"any": 2},
    ),
    "dunstable-hub": Hub(
        "Dunstable town centre, anti-social behaviour surgery", "dunstable", (51.8868, -0.5225),
        (("wed", "16:00", "18:00"),), {"any": 2, "asb-lead": 1},
    ),
    "houghton-regis-hub": Hub("Houghton Regis, Bedford Square", "dunstable", (51.9045, -0.5245), (("thu", "10:00", "12:00"),), {"any": 2}),
    "luton-town-centre-hub": Hub(
        "Luton town centre hub", "luton-south", (51.8790, -0.4165),
        (("mon", "11:00", "13:00"), ("fri", "17:00", "20:00"), ("sat", "11:00", "14:00")), {"any": 2, "pc": 1},
    ),
    "bury-park-hub": Hub("Bury Park community centre", "luton-south", (51.8850, -0.4285), (("thu", "16:00", "18:00"),), {"any": 2, "pc": 1}),
    "marsh-farm-hub": Hub(
        "Marsh Farm, Futures House", "luton-north", (51.9185, -0.4500),
        (("tue", "16:00", "18:00"), ("fri", "10:00", "12:00")), {"any": 2},
    ),
}  # fmt: skip


class Kind(NamedTuple):
    """An illustrative kind of hotspot: when it is open and who goes. The data hold no time of day."""

    note: str
    open: tuple[tuple[str, str, str], ...]
    crew: int
    lead: str = ""
    most_visits: int = 3


EVERY_DAY = "mon, tue, wed, thu, fri, sat, sun"
EVENING = Kind(
    note="centre with a night life",
    open=(("mon, tue, wed, thu, sun", "12:00", "23:00"), ("fri, sat", "14:00", "00:00")),
    crew=2,
    lead="pc",
)
AFTER_SCHOOL = Kind(
    note="after school and at weekends",
    open=(("mon, tue, wed, thu, fri", "15:00", "21:00"), ("sat, sun", "12:00", "21:00")),
    crew=2,
)
DAYTIME = Kind(note="daytime", open=((EVERY_DAY, "08:00", "20:00"),), crew=1, most_visits=2)
ORDINARY = Kind(note="all day", open=((EVERY_DAY, "10:00", "23:00"),), crew=2)

STAFFING = {
    "north-urban": "{late: {min: 2, prefer: 4, days: [fri, sat]}}",
    "luton-north": "{late: {min: 1, days: [fri, sat]}}",
    "luton-south": "{late: {min: 2, prefer: 4, days: [fri, sat]}}",
}
HOURS = {
    "mon-thu": (4, 3, 2, 2, 1, 1, 2, 3, 5, 6, 7, 7, 8, 8, 8, 10, 11, 11, 11, 10, 9, 8, 7, 5),
    "fri": (5, 4, 3, 2, 1, 1, 2, 3, 5, 6, 7, 7, 8, 8, 9, 11, 12, 12, 13, 13, 13, 13, 13, 11),
    "sat": (9, 8, 6, 4, 2, 1, 1, 2, 4, 6, 8, 9, 10, 10, 10, 10, 11, 11, 12, 13, 13, 14, 14, 12),
    "sun": (10, 9, 7, 5, 2, 1, 1, 2, 3, 5, 6, 7, 8, 8, 8, 9, 9, 9, 9, 8, 8, 7, 6, 4),
}
ROLES = (
    "roles:  # costs are placeholders; a sergeant's abstraction is high because supervision counts as withdrawn",
    "  sergeant: {title: Sergeant, weekly_hours: 40, annual_cost: 78000, abstraction: 0.55}",
    "  pc: {title: Police constable, weekly_hours: 40, annual_cost: 67500, abstraction: 0.30}",
    "  pcso: {title: Police community support officer, weekly_hours: 37, annual_cost: 42500, abstraction: 0.30}",
)
SHIFTS = (
    "shifts:  # four of them make a week: 40 h for officers, 37 h for support officers",
    '  early: {start: "07:00", end: "17:00"}',
    '  late: {start: "14:00", end: "00:00"}',
    '  pcso-early: {start: "08:00", end: "17:15"}',
    '  pcso-late: {start: "12:45", end: "22:00"}',
)
TRAVEL = "travel: {mode: vehicle, speed_kmh: 30, detour: 1.3}"
LAST_PATROLLED = ((3, 0.25), (2, 0.4), (1, 0.35))
"""Days before the first Monday, and the share of hotspots last visited then: Friday, Saturday, Sunday."""

SCHEMA = "# yaml-language-server: $schema=../schema/scenario.schema.json"
WHAT_IS_DATA = """\
# Data: the areas' demand and the places and demand of the hotspots, chosen by `rostering hotspots` from police.uk open
# crime data of May 2023 to April 2024 (scenarios/data/bedfordshire_demand.yaml says how; Open Government Licence v3.0;
# boundaries: "Contains Ordnance Survey, Office of National Statistics data © Crown copyright and database right").
# Illustrative, ours and not the force's: teams' wards, bases, strengths, names, duties, absences, hubs' hours, opening
# hours and last visits of hotspots, the profile over the day (police.uk has no time of day), costs.
# Made by `python -m scenarios.derive.{module}`; change that, not this file."""


def ranked(figures: Figures) -> list[str]:
    """Hotspots, the largest weighted demand first."""
    spots = figures["hotspots"]
    totals = {measure: sum(spot["demand"][measure] for spot in spots.values()) for measure in WEIGHTS}

    def weight(name: str) -> float:
        demand = spots[name]["demand"]
        return float(sum(share * demand[measure] / totals[measure] for measure, share in WEIGHTS.items()))

    return sorted(spots, key=lambda name: (-weight(name), name))


def kind_of(rank: int) -> Kind:
    """What kind of hotspot stands at a rank: the largest eight live at night, the others are mixed."""
    if rank < 8:
        return EVENING
    return {1: AFTER_SCHOOL, 4: DAYTIME}.get(rank % 6, ORDINARY)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def last_visit(kind: Kind, monday: date, chance: Random) -> str:
    """Local time at which the last visit before a Monday ended, within the opening hours of its day."""
    days_ago = chance.choices([days for days, _ in LAST_PATROLLED], [share for _, share in LAST_PATROLLED])[0]
    day = monday - timedelta(days=days_ago)
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]
    first, last = next((_minutes(start), _minutes(end) or 24 * 60) for days, start, end in kind.open if name in days)
    end = chance.randrange(first + 15, last)
    return f"{day}T{end // 60:02d}:{end % 60:02d}"


def demand_lines() -> Iterator[str]:
    """How measures of demand are mixed, and how demand runs over the day."""
    yield "demand:"
    yield f"  weights: {{{', '.join(f'{measure}: {weight}' for measure, weight in WEIGHTS.items())}}}"
    yield "  hours:  # illustrative: late afternoon and evening, later at weekends"
    yield from (f"    {days}: [{', '.join(map(str, hours))}]" for days, hours in HOURS.items())


def area_lines(figures: Figures) -> Iterator[str]:
    """The six areas."""
    yield "areas:"
    for name, team in TEAMS.items():
        counted = figures["areas"][name]["demand"]
        yield f"  {name}:"
        yield f"    title: {team.title}"
        yield f"    base: {{lat: {team.base[0]:.4f}, lon: {team.base[1]:.4f}}}  # {team.base_name}"
        yield f"    demand: {{crime: {counted['crime']}, asb: {counted['asb']}}}"
        yield f"    neighbours: [{', '.join(team.neighbours)}]"


def officer_lines(people: Sequence[Person]) -> Iterator[str]:
    """Every officer with published duties, days away and history."""
    yield "officers:"
    team = ""
    for person in people:
        if person.area != team:
            team = person.area
            yield f"  # {TEAMS[team].title}"
        yield f"  {person.name}:"
        yield f"    role: {person.role}"
        yield f"    area: {person.area}"
        if person.skills:
            yield f"    skills: [{', '.join(person.skills)}]"
        if person.published:
            yield f"    published: {_days(person.published)}"
        if person.unavailable:
            yield f"    unavailable: {_days(person.unavailable)}"
        yield (
            f"    history: {{last_duty_ends: {person.last_duty_ends}, consecutive_days: {person.consecutive_days}, "
            f"hours_last_16_weeks: {person.hours_last_16_weeks}}}"
        )


def _days(entries: Mapping[date, str]) -> str:
    return "{" + ", ".join(f"{day}: {entry}" for day, entry in entries.items()) + "}"


def hotspot_lines(figures: Figures, monday: date) -> Iterator[str]:
    """The hotspots by area, last visited shortly before a Monday."""
    chance = Random(SEED)
    kinds = {name: kind_of(rank) for rank, name in enumerate(ranked(figures))}
    yield "hotspots:"
    for name, spot in figures["hotspots"].items():
        kind = kinds[name]
        yield f"  {name}:  # {kind.note}"
        yield f'    title: "{spot["title"]}"'
        yield f"    area: {spot['area']}"
        yield f"    lat: {spot['lat']}"
        yield f"    lon: {spot['lon']}"
        yield f"    demand: {{crime: {spot['demand']['crime']}, asb: {spot['demand']['asb']}}}"
        yield f"    crew: {kind.crew}"
        yield "    roles: [pc, pcso]"
        if kind.lead:
            yield f"    lead: [{kind.lead}]"
        yield "    open:"
        yield from (f'      - {{days: [{days}], from: "{start}", to: "{end}"}}' for days, start, end in kind.open)
        yield f"    last_patrolled: {last_visit(kind, monday, chance)}"
        yield f"    max_visits_per_day: {kind.most_visits}"


def hub_lines() -> Iterator[str]:
    """The hubs and their weekly openings."""
    yield "hub_sessions:"
    for name, hub in HUBS.items():
        yield f"  {name}:"
        yield f'    title: "{hub.title}"'
        yield f"    area: {hub.area}"
        yield f"    lat: {hub.place[0]:.4f}"
        yield f"    lon: {hub.place[1]:.4f}"
        yield "    when:"
        yield from (f'      - {{day: {day}, from: "{start}", to: "{end}"}}' for day, start, end in hub.when)
        yield f"    staff: {{{', '.join(f'{who}: {number}' for who, number in hub.staff.items())}}}"


def scenario_text(header: str, name: str, title: str, people: Sequence[Person], figures: Figures) -> str:
    """The whole text of a scenario file."""
    lines = [
        SCHEMA,
        header.rstrip(),
        "#",
        WHAT_IS_DATA.format(module="week"),
        "",
        "version: 1",
        f"name: {name}",
        f"title: {title}",
        f"horizon: {{start: {MONDAY}, days: {len(WEEK)}, timezone: Europe/London}}",
        "",
        *demand_lines(),
        "",
        *area_lines(figures),
        "",
        *ROLES,
        "",
        *SHIFTS,
        "",
        "staffing:",
        *(f"  {area}: {wanted}" for area, wanted in STAFFING.items()),
        "",
        "# Duties follow a two-week line: four earlies, three rest days, four lates, three rest days, everyone at another place on it.",
        *officer_lines(people),
        "",
        *hotspot_lines(figures, MONDAY),
        "",
        *hub_lines(),
        "",
        TRAVEL,
        "",
        "rules:  # what is not mentioned holds at its default; `rostering rules` lists the book",
        "  hotspot_guarantee: {level: required, minutes: 15, every_days: 3, counted: rolling}",
    ]
    return "\n".join(lines) + "\n"


def absence_text(people: Sequence[Person]) -> str:
    """Numbers for a header: people, duties and the share of officer-days away."""
    away = sum(len(person.unavailable) for person in people)
    duties = sum(person.duties for person in people)
    return f"{len(people)} people, {duties} published duties, {100 * away / (len(people) * len(WEEK)):.0f} % of officer-days away"


def ordinary_header(people: Sequence[Person]) -> str:
    """The question of the ordinary week."""
    return f"""\
# Question: can next week's published duties keep the promise of one 15-minute patrol in each of 40 hotspots every three
# days, staff every hub session, and share the patrol that is left in proportion to need?
# ({absence_text(people)})
# Answer: yes. All 280 windows are kept and all 20 openings fully staffed; patrol follows demand at 0.99 or better, where
# an equal split of the same hours would reach 0.82.
"""


def stretched_header(people: Sequence[Person]) -> str:
    """The question of the stretched week."""
    return f"""\
# Question: a third of officers are away besides those on ordinary leave: nearly the whole of three teams is on aid, people of
# the others are sick. Which promises cannot be kept, and why? The plan should miss the fewest windows, and name them.
# ({absence_text(people)})
# Answer: six windows at two hotspots of Leighton Buzzard, and two hub openings at Bossard House.
# Nobody of the Leighton Buzzard team is left to go in twos on those days, and the neighbours who could lend are away too.
"""


def write_scenarios(folder: Path) -> None:
    """Write the scenarios into a folder."""
    figures = yaml.safe_load(FIGURES.read_text(encoding="utf-8"))
    ordinary, stretched = ordinary_week(), stretched_week()
    title = "Bedfordshire community policing, one week"
    files = {
        "bedfordshire": scenario_text(ordinary_header(ordinary), "bedfordshire", title, ordinary, figures),
        "bedfordshire-stretched": scenario_text(
            stretched_header(stretched),
            "bedfordshire-stretched",
            f"{title}, a third of officers away",
            stretched,
            figures,
        ),
    }
    about_money = "\n".join(funding.funding_lines())
    files[funding.NAME] = (
        scenario_text(funding.HEADER, funding.NAME, funding.TITLE, ordinary, figures) + about_money + "\n"
    )
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def main() -> None:
    """Read the arguments and write the scenarios."""
    parser = argparse.ArgumentParser(description="Write the Bedfordshire scenarios from the committed figures.")
    parser.add_argument("--into", type=Path, default=FOLDER, help="folder to write into (default: %(default)s)")
    write_scenarios(parser.parse_args().into)


if __name__ == "__main__":
    main()
