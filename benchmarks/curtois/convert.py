"""Write a public staff scheduling instance (Curtois and Qu, 2014) as a scenario.

    python benchmarks/curtois/convert.py Instance1.txt -o instance1.yaml

Every rule of the instance is said in the product's own words; nothing is added for it. Staff become officers of one
team, each with a contract that holds their numbers, days off become days away, cover becomes preferred staffing by
date. Day 0 is Monday 6 January 2014. All shifts start at 06:00, since the format gives lengths only: what may not
follow what is said by `forbidden_successions`, never by the clock.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from curtois.instance import Instance, Person, RefusedError, Roster, Wish, read_instance

from rostering.files import dump
from rostering.horizon import MINUTES_PER_HOUR, Horizon
from rostering.scenario import Scenario
from rostering.scenario.records import (
    Area,
    Contract,
    Demand,
    FreeWeekends,
    Headcount,
    HoursRange,
    Officer,
    Point,
    Request,
    RestRun,
    Role,
    Run,
    Shift,
    Staffing,
)
from rostering.scenario.rules import (
    RULES,
    ContractHours,
    ForbiddenSuccessions,
    Rules,
    StaffingPreference,
)

FIRST_DAY = date(2014, 1, 6)
"""A Monday, as day 0 of every instance is."""
START_MINUTE = 6 * MINUTES_PER_HOUR
LONGEST_SHIFT_MINUTES = 16 * MINUTES_PER_HOUR
"""What a scenario accepts."""
TEAM, ROLE = "team", "staff"
KEPT = frozenset(
    {
        "one_duty_a_day",
        "availability",
        "published_duty",
        "forbidden_successions",
        "contract_hours",
        "consecutive_duties",
        "consecutive_rest_days",
        "weekends_off",
        "shift_limits",
        "staffing_preference",
        "requests",
    }
)
"""The rules that say what an instance says; all others that can be off are."""


@dataclass(frozen=True)
class Converted:
    """A scenario, and what leads from its plans back to the instance."""

    scenario: Scenario
    officers: Mapping[str, str]
    """By name in the instance, the officer."""
    shifts: Mapping[str, str]
    """By name in the instance, the shift."""
    constant: int
    """What every roster costs because of requests for days that are off; the scenario leaves them out."""


def convert(instance: Instance, name: str) -> Converted:
    """Say an instance as a scenario.

    Raises:
        RefusedError: cover has several weights in one file, or a shift is too long.
    """
    officers, shifts = _ids("staff", instance.people), _ids("shift", instance.minutes)
    contracts = _contracts(instance, shifts)
    scenario = Scenario(
        version=1,
        name=name,
        title=f"Public instance {name}",
        horizon=Horizon(start=FIRST_DAY, days=instance.days, timezone="UTC"),
        demand=Demand(weights={"calls": 1.0}),
        areas={TEAM: Area(base=Point(lat=52.0, lon=-0.4), demand={"calls": 1.0})},
        roles={ROLE: Role(title="Staff")},
        shifts={shifts[shift]: _shift(shift, minutes) for shift, minutes in instance.minutes.items()},
        contracts={identifier: contract for contract, identifier in contracts.values()},
        staffing={TEAM: _staffing(instance, shifts)},
        officers={
            officers[person]: _officer(instance, person, contracts[person][1], shifts) for person in instance.people
        },
        rules=_rules(instance, shifts),
    )
    unmet = (wish.weight for wish in instance.wishes if wish.weight > 0 and _is_away(instance, wish))
    return Converted(scenario, officers, shifts, sum(unmet))


def _ids(kind: str, names: Iterable[str]) -> dict[str, str]:
    """An id for each name: lower case, with a number where two names would have the same."""
    ids: dict[str, str] = {}
    for name in names:
        wanted = (
            f"{kind}-" + "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name).lower()
        )
        taken, number, one = set(ids.values()), 2, wanted
        while one in taken:
            one, number = f"{wanted}-{number}", number + 1
        ids[name] = one
    return ids


def _shift(name: str, minutes: int) -> Shift:
    if minutes > LONGEST_SHIFT_MINUTES:
        message = f"shift {name} is {minutes} minutes long; a scenario's shifts have at most {LONGEST_SHIFT_MINUTES}"
        raise RefusedError(message)
    return Shift(title=name, start=_clock(START_MINUTE), end=_clock(START_MINUTE + minutes))


def _clock(minute: int) -> str:
    hour, rest = divmod(minute, MINUTES_PER_HOUR)
    return f"{hour % 24:02}:{rest:02}"


def _contracts(instance: Instance, shifts: Mapping[str, str]) -> dict[str, tuple[Contract, str]]:
    """By person, the contract and its id; people with the same numbers share one."""
    known: dict[str, tuple[Contract, str]] = {}
    found: dict[str, tuple[Contract, str]] = {}
    for person in instance.people.values():
        contract = _contract(instance, person, shifts)
        found[person.name] = known.setdefault(contract.model_dump_json(), (contract, f"terms-{len(known) + 1}"))
    return found


def _contract(instance: Instance, person: Person, shifts: Mapping[str, str]) -> Contract:
    weekends = max(1, instance.weekends)
    return Contract(
        hours=HoursRange(least=person.least_minutes / MINUTES_PER_HOUR, most=person.most_minutes / MINUTES_PER_HOUR),
        consecutive_duties=Run(least=person.least_duties, most=person.most_duties),
        consecutive_rest_days=RestRun(least=person.least_rest_days),
        weekends_off=FreeWeekends(least=max(0, instance.weekends - person.most_weekends), in_weekends=weekends),
        shift_limits={shifts[shift]: most for shift, most in person.limits.items() if most < instance.days},
    )


def _staffing(instance: Instance, shifts: Mapping[str, str]) -> dict[str, Staffing]:
    wanted: defaultdict[str, dict[date, Headcount]] = defaultdict(dict)
    for cover in instance.covers:
        day = _date(cover.day)
        if day in wanted[shifts[cover.shift]]:
            message = f"cover of {cover.shift} on day {cover.day} is given twice"
            raise RefusedError(message)
        wanted[shifts[cover.shift]][day] = Headcount(prefer=cover.people)
    return {shift: Staffing(dates=dates) for shift, dates in wanted.items()}


def _officer(instance: Instance, person: str, contract: str, shifts: Mapping[str, str]) -> Officer:
    wishes = [wish for wish in instance.wishes if wish.person == person and not _is_away(instance, wish)]
    return Officer(
        role=ROLE,
        area=TEAM,
        contract=contract,
        unavailable={_date(day): "leave" for day in sorted(instance.away.get(person, ()))},
        requests=[Request(day=_date(wish.day), shift=shifts[wish.shift], weight=float(wish.weight)) for wish in wishes],
    )


def _is_away(instance: Instance, wish: Wish) -> bool:
    return wish.day in instance.away.get(wish.person, ())


def _rules(instance: Instance, shifts: Mapping[str, str]) -> Rules:
    weights = {(cover.under, cover.over) for cover in instance.covers}
    if len(weights) != 1:
        message = f"one weight under and one over is needed for the whole file, not {sorted(weights)}"
        raise RefusedError(message)
    ((under, over),) = weights
    after = {
        shifts[shift]: sorted(shifts[one] for one in later) for shift, later in instance.not_after.items() if later
    }
    rules: dict[str, Any] = {rule: {"level": "off"} for rule in RULES if rule not in KEPT and _can_be_off(rule)}
    rules |= {
        "forbidden_successions": ForbiddenSuccessions(after=after),
        "contract_hours": ContractHours(level="required"),
        "staffing_preference": StaffingPreference(level="preferred", weight=float(under), extra_weight=float(over)),
    }
    return Rules.model_validate(rules)


def _can_be_off(rule: str) -> bool:
    schema = Rules.model_fields[rule].annotation.model_json_schema()  # type: ignore[union-attr]
    return "off" in schema["properties"]["level"].get("enum", ())


def _date(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)


def roster(instance: Instance, converted: Converted, duties: Mapping[tuple[str, date], str]) -> Roster:
    """The roster of the instance, from duties by officer and day of the scenario."""
    names = {identifier: shift for shift, identifier in converted.shifts.items()}
    return {
        person: [names.get(duties.get((officer, _date(day)), "")) for day in range(instance.days)]
        for person, officer in converted.officers.items()
    }


def text_of(scenario: Scenario) -> str:
    """The scenario as YAML."""
    return dump(scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def main() -> None:
    """Convert one file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("instance", type=Path)
    arguments.add_argument("-o", "--output", type=Path, required=True)
    given = arguments.parse_args()
    converted = convert(read_instance(given.instance), given.instance.stem.lower())
    given.output.write_text(text_of(converted.scenario), encoding="utf-8")


if __name__ == "__main__":
    main()
