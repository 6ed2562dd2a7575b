"""How much of what goes wrong is explained: causes and verified fixes over generated stretched weeks.

    uv run python benchmarks/explained.py --weeks 8 --out benchmarks/results/explained.md

Each week is the Bedfordshire week, or the stretched one, with troubles drawn from its seed: more people away, hub
openings that ask for more people, hotspots that open for a few hours only. It is solved as the command does, and all
that is unmet or violated is explained as `rostering explain` does. Then some duties of the same plan are edited as by
hand (a piece dropped, visits at another time, another shift), which breaks rules, and it is explained once more.
Counted are entries with a cause, with a fix that the judge accepts, and with one that is verified: the days it touches
were solved again with it, and the judge finds the requirement met and nothing else asked for worse.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rostering.explain.entries import BALANCE, entries
from rostering.explain.week import look
from rostering.files import load_scenario
from rostering.fixing import tried_fixes
from rostering.scenario import ANY, Officer, Scenario
from rostering.scenario.records import Opening
from rostering.schedule import VISIT, Duty, Plan
from rostering.scheduling import plan
from rostering.solve import Options, Stop

BASES = (Path("scenarios/bedfordshire.yaml"), Path("scenarios/bedfordshire-stretched.yaml"))
"""In turn."""
LEGEND = """A *verified* fix was solved for: the days it touches were decided and timed again with it, all other days as
planned, and the judge finds the requirement met and nothing else asked for worse. *Accepted* fixes satisfy the judge as
written into the plan. Shares are balances over the whole plan, which no single change settles; they have causes and no
fix."""
EDITS = 6
"""Duties edited as by hand in each week."""


@dataclass
class Tally:
    """What was explained of some plans, by rule."""

    entries: Counter[str] = field(default_factory=Counter)
    with_cause: Counter[str] = field(default_factory=Counter)
    with_fix: Counter[str] = field(default_factory=Counter)
    verified: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest: float = 0.0


def main() -> None:
    """Measure, and write or print the page."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--weeks", type=int, default=8, help="weeks generated; the first has seed 1")
    arguments.add_argument("--out", type=Path, default=None, help="the page, in place of standard output")
    given = arguments.parse_args()
    bases = [load_scenario(path).scenario for path in BASES]
    solved, edited = Tally(), Tally()
    for seed in range(1, given.weeks + 1):
        draw = random.Random(seed)
        scenario = stretched(bases[seed % len(bases)], draw)
        schedule = plan(scenario, "", Options(), Stop(), lambda _: None).schedule
        if schedule is None:
            print(f"week {seed}: no plan", file=sys.stderr)
            continue
        explained(scenario, schedule.plan, solved)
        explained(scenario, by_hand(scenario, schedule.plan, draw), edited)
        print(f"week {seed}: {solved.seconds[-1]:.1f} s, {edited.seconds[-1]:.1f} s", file=sys.stderr)
    page = "\n".join(_page(solved, edited)) + "\n"
    if given.out is None:
        print(page, end="")
    else:
        given.out.write_text(page, encoding="utf-8")


def stretched(base: Scenario, draw: random.Random) -> Scenario:
    """The base with troubles of all kinds."""
    narrow_share = draw.uniform(0.1, 0.6)
    away_share = {area: draw.choice((0.2, 0.6, 0.95)) for area in base.areas}
    people = {
        who: _away(one, base, draw) if draw.random() < away_share[one.area] else one for who, one in base.people.items()
    }
    spots = {
        spot: one.model_copy(update={"open": _narrow(draw)}) if draw.random() < narrow_share else one
        for spot, one in base.hotspots.items()
    }
    hubs = {
        hub: one.model_copy(update={"staff": {**one.staff, ANY: one.people + draw.randint(1, 4)}})
        if draw.random() < 0.5
        else one
        for hub, one in base.hub_sessions.items()
    }
    fields: dict[str, Any] = {name: getattr(base, name) for name in Scenario.model_fields}
    fields |= {"officers": people, "hotspots": spots, "hub_sessions": hubs}
    return Scenario.model_validate(Scenario.model_construct(**fields).model_dump(by_alias=True))


def _away(officer: Officer, base: Scenario, draw: random.Random) -> Officer:
    """Away on some days in a row, which are then not published."""
    first = draw.choice((0, 0, 0, draw.randrange(base.horizon.days)))
    days = base.horizon.dates[first : first + draw.choice((2, 7, 7))]
    published = {day: shift for day, shift in (officer.published or {}).items() if day not in days}
    return officer.model_copy(
        update={"published": published, "unavailable": {**officer.unavailable, **dict.fromkeys(days, "sick")}}
    )


def _narrow(draw: random.Random) -> list[Opening]:
    """Two or three hours a day."""
    start = draw.randint(8, 20)
    return [Opening.model_validate({"from": f"{start:02}:00", "to": f"{start + draw.randint(2, 3):02}:00"})]


def by_hand(scenario: Scenario, made: Plan, draw: random.Random) -> Plan:
    """A plan with some duties edited, each in one way."""
    duties = list(made.duties)
    for place in draw.sample(range(len(duties)), EDITS):
        duties[place] = draw.choice((_dropped, _later, _other_shift))(scenario, duties[place], draw)
    return replace(made, duties=tuple(duties))


def _dropped(scenario: Scenario, duty: Duty, draw: random.Random) -> Duty:
    """Without one of its pieces, and nothing in its place."""
    del scenario
    gone = draw.choice(duty.activities)
    return replace(duty, activities=tuple(one for one in duty.activities if one != gone))


def _later(scenario: Scenario, duty: Duty, draw: random.Random) -> Duty:
    """Its visits an hour later, whatever else there is."""
    del scenario, draw
    moved = (
        replace(one, start=one.start + 60, end=one.end + 60) if one.do == VISIT else one for one in duty.activities
    )
    return replace(duty, activities=tuple(moved))


def _other_shift(scenario: Scenario, duty: Duty, draw: random.Random) -> Duty:
    """As another shift, with the same pieces in it."""
    return replace(duty, shift=draw.choice([shift for shift in scenario.shifts if shift != duty.shift]))


def explained(scenario: Scenario, made: Plan, tally: Tally) -> None:
    """Explain everything about a plan, and count."""
    started = time.monotonic()
    week = look(scenario, made)
    listed = entries(week, made)
    since = time.monotonic()
    for entry, fixes in zip(listed, tried_fixes(week, made, listed), strict=True):
        tally.entries[entry.rule] += 1
        tally.with_cause[entry.rule] += bool(entry.because.strip())
        tally.with_fix[entry.rule] += bool(fixes)
        tally.verified[entry.rule] += any(one.is_verified for one in fixes)
        tally.slowest, since = max(tally.slowest, time.monotonic() - since), time.monotonic()
    tally.seconds.append(time.monotonic() - started)


def _page(solved: Tally, edited: Tally) -> Sequence[str]:
    system = f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}"
    command = f"Command: `python benchmarks/explained.py {' '.join(sys.argv[1:])}`"
    return [
        "# What goes wrong, explained",
        "",
        f"{datetime.now(UTC).date().isoformat()}, {system}, two shared cores, one solver thread. {command}",
        "",
        *_table("Weeks as they were solved", solved),
        *_table(f"The same weeks with {EDITS} duties edited by hand", edited),
        LEGEND,
    ]


def _table(title: str, tally: Tally) -> Sequence[str]:
    fixable = [rule for rule in tally.entries if rule not in BALANCE]
    number, verified = sum(tally.entries[rule] for rule in fixable), sum(tally.verified[rule] for rule in fixable)
    accepted = sum(tally.with_fix[rule] for rule in fixable)
    causes, everything = sum(tally.with_cause.values()), sum(tally.entries.values())
    mean, most = sum(tally.seconds) / max(1, len(tally.seconds)), max(tally.seconds, default=0.0)
    rows = [
        f"| {rule} | {tally.entries[rule]} | {_percent(tally.with_cause[rule], tally.entries[rule])} "
        f"| {_percent(tally.with_fix[rule], tally.entries[rule])} "
        f"| {_percent(tally.verified[rule], tally.entries[rule])} |"
        for rule in sorted(tally.entries)
    ]
    return [
        f"## {title}",
        "",
        f"{len(tally.seconds)} weeks, {everything} entries: {_percent(causes, everything)} with a cause.",
        f"Of the {number} that are no shares {_percent(accepted, number)} have an accepted fix,",
        f"{_percent(verified, number)} a verified one. Explaining a week took {mean:.1f} s on average and {most:.1f} s",
        f"at most, one entry {tally.slowest:.1f} s at most.",
        "",
        "| rule | entries | with a cause | with an accepted fix | with a verified fix |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]


def _percent(part: int, whole: int) -> str:
    return "none" if not whole else f"{100 * part / whole:.0f} %"


if __name__ == "__main__":
    main()
