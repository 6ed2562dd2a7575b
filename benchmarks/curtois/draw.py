"""Public staff scheduling instances of the largest sizes are drawn here, in the same format.

    python benchmarks/curtois/draw.py FOLDER --sizes 120x28x18,50x182x6,150x364x32 [--seed 1]

A size is people, days and shifts. Nobody knows the best cost of a drawn instance, and a lawful roster of it exists by
construction: every person's lawful line is drawn first, and days away and requests are laid around it.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

STARTS = ("a", "d", "p", "n")
"""Early, day, late and night: what may not follow is every earlier one."""
CONTRACTS = ((9120, 7920, 5, 2, 2), (8640, 7560, 5, 2, 2), (6480, 5400, 4, 2, 3), (4320, 3240, 5, 1, 2))
"""Most and least minutes over four weeks, most and least duties in a row, least days off in a row."""
MINUTES = 480
PER_WEEKS, DAYS_PER_WEEK = 4, 7


def drawn(people: int, days: int, shifts: int, seed: int) -> str:
    """The text of one instance; the same numbers give the same text."""
    dice = random.Random(f"{people}x{days}x{shifts}x{seed}")
    names = [f"{STARTS[number * len(STARTS) // shifts]}{number + 1}" for number in range(shifts)]
    return "\n".join(_sections(dice, names, people, days)) + "\n"


def _sections(dice: random.Random, names: list[str], people: int, days: int) -> Iterator[str]:
    yield f"SECTION_HORIZON\n{days}\n\nSECTION_SHIFTS"
    for name in names:
        earlier = [other for other in names if _start(other) < _start(name)]
        yield f"{name},{MINUTES},{'|'.join(earlier)}"
    yield "\nSECTION_STAFF"
    worked: Counter[tuple[int, str]] = Counter()
    away, asked = [], []
    for number in range(people):
        contract = CONTRACTS[number * len(CONTRACTS) // people]
        known = sorted(dice.sample(names, max(1, round(len(names) * dice.uniform(0.5, 1.0)))), key=names.index)
        line = _line(dice, contract, known, days)
        worked.update((day, shift) for day, shift in enumerate(line) if shift)
        yield _person(f"P{number + 1}", contract, names, known, line)
        off = [day for day, shift in enumerate(line) if not shift]
        away.append([f"P{number + 1}", *map(str, sorted(dice.sample(off, days // 14)))])
        wished = sorted(dice.sample(range(days), days // 6))
        asked += [(f"P{number + 1}", day, dice.choice(known), dice.randint(1, 3)) for day in wished]
    yield "\nSECTION_DAYS_OFF"
    yield from (",".join(row) for row in away)
    for title, which in (("ON", 0), ("OFF", 1)):
        yield f"\nSECTION_SHIFT_{title}_REQUESTS"
        yield from (",".join(map(str, row)) for place, row in enumerate(asked) if place % 2 == which)
    yield "\nSECTION_COVER"
    for day in range(days):
        for name in names:
            yield f"{day},{name},{max(0, worked[day, name] + dice.choice((-1, 0, 0, 1)))},100,1"


def _line(dice: random.Random, contract: tuple[int, ...], known: list[str], days: int) -> list[str | None]:
    """A lawful line: runs of duties and of rest, no earlier shift later in a run, hours met at the end."""
    most, least, longest, shortest, rest = contract
    share = days / PER_WEEKS / DAYS_PER_WEEK / MINUTES
    while True:
        line: list[str | None] = [None] * dice.randint(0, rest)
        while len(line) < days:
            run = sorted(dice.choices(known, k=dice.randint(shortest, longest)), key=_start)
            due = (most + least) / 2 * share * (len(line) + len(run)) / days
            behind = due - sum(map(bool, line)) - len(run)
            line += [*run, *[None] * max(rest, round(rest + dice.random() - 2 * behind))]
        line = line[:days]
        if least * share <= sum(map(bool, line)) <= most * share:
            return line


def _start(name: str) -> int:
    """How late in the day a shift starts, by its name."""
    return STARTS.index(name[0])


def _person(name: str, contract: tuple[int, ...], names: list[str], known: list[str], line: list[str | None]) -> str:
    most, least, longest, shortest, rest = contract
    days = len(line)
    nights = sum(1 for shift in line if shift and shift[0] == "n")
    limits = {
        shift: 0 if shift not in known else nights if shift[0] == "n" and len(names) < 8 else days for shift in names
    }
    sundays = range(DAYS_PER_WEEK - 1, days, DAYS_PER_WEEK)
    weekends = sum(1 for sunday in sundays if line[sunday - 1] or line[sunday])
    share = days / PER_WEEKS / DAYS_PER_WEEK
    return ",".join(
        [
            name,
            "|".join(f"{shift}={most_of}" for shift, most_of in limits.items()),
            *map(str, (round(most * share), round(least * share), longest, shortest, rest, weekends)),
        ]
    )


def main() -> None:
    """Write the instances asked for."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--sizes", default="120x28x18,32x42x4,20x56x3,50x182x6,100x364x16,150x364x32")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for number, size in enumerate(given.sizes.split(","), start=101):
        people, days, shifts = map(int, size.split("x"))
        (given.folder / f"Instance{number}.txt").write_text(drawn(people, days, shifts, given.seed), encoding="utf-8")


if __name__ == "__main__":
    main()
