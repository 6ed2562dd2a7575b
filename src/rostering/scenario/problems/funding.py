"""What money could buy is said whole, once, and of things that exist."""

from __future__ import annotations

from rostering.horizon import DAYS_PER_WEEK
from rostering.scenario.funding import KINDS, kinds_of, year_of
from rostering.scenario.problems.finding import Finding, Findings, Path, listed
from rostering.scenario.problems.references import unknown
from rostering.scenario.records import FundingOption, Scenario, SessionTime

ASIDE = ("title", "min", "starts", *KINDS)
"""Keys that go with every kind of option, and the kinds themselves."""
GOES_WITH = {
    "hire": ("areas", "annual_cost", "max"),
    "hours": ("areas", "role", "hourly_cost", "max"),
    "end_grant": ("areas", "annual_saving", "max"),
    "open_hub": ("when", "annual_cost"),
    "close_hub": ("when", "annual_saving"),
}
NEEDS = {"hire": ("max",), "hours": ("hourly_cost", "max"), "end_grant": ("max",), "open_hub": ("when",)}
MOST_HOURS_EACH = DAYS_PER_WEEK * 24


def funding_options(scenario: Scenario) -> Findings:
    """Every option is of one kind, with the keys that go with it and no others."""
    for option_id, option in (scenario.funding.options if scenario.funding else {}).items():
        path: Path = ("funding", "options", option_id)
        kinds = kinds_of(option)
        if len(kinds) != 1:
            message = f"{option_id} has {listed(kinds) if kinds else 'none'} of {listed(KINDS)}"
            yield Finding(path, "NOT_ONE_KIND", f"{message}; one says what it is", "split it" if kinds else "")
            continue
        yield from _keys(option, kinds[0], path)
        if option.max is not None and option.max < option.min:
            yield Finding((*path, "max"), "FALLING", f"max {option.max} is below min {option.min}")


def _keys(option: FundingOption, kind: str, path: Path) -> Findings:
    given = option.model_fields_set - set(ASIDE)
    for key in sorted(given - set(GOES_WITH[kind])):
        hint = f"{kind} goes with {listed(GOES_WITH[kind])}"
        yield Finding((*path, key), "NOT_OF_THIS_KIND", f"{key} means nothing with {kind}", hint)
    for key in NEEDS.get(kind, ()):
        if key not in given or getattr(option, key) is None:
            yield Finding(path, "MISSING", f"{path[-1]} needs {key}", f"{kind} goes with {listed(GOES_WITH[kind])}")
    if kind.endswith("_hub") and option.min > 1:
        yield Finding(
            (*path, "min"), "OUT_OF_RANGE", f"a hub opens or closes once, not {option.min} times", "give 0 or 1"
        )


def funding_references(scenario: Scenario) -> Findings:
    """Options name areas, roles, hubs and openings that exist."""
    for option_id, option in (scenario.funding.options if scenario.funding else {}).items():
        path: Path = ("funding", "options", option_id)
        for key in ("hire", "end_grant", "role"):
            role = getattr(option, key)
            if role is not None:
                yield from unknown("role", role, scenario.roles, (*path, key))
        for position, area in enumerate(option.areas if option.areas != "all" else ()):
            yield from unknown("area", area, scenario.areas, (*path, "areas", position))
            if area in option.areas[:position]:
                yield Finding((*path, "areas", position), "REPEATED", f"{area} is named twice", "name it once")
        for key in ("open_hub", "close_hub"):
            hub = getattr(option, key)
            if hub is not None:
                yield from unknown("hub_session", hub, scenario.hub_sessions, (*path, key))
                yield from _openings(scenario, option, hub, is_new=key == "open_hub", path=path)


def _openings(scenario: Scenario, option: FundingOption, hub: str, *, is_new: bool, path: Path) -> Findings:
    if hub not in scenario.hub_sessions:
        return
    there = {_key(one) for one in scenario.hub_sessions[hub].when}
    for position, when in enumerate(option.when):
        here = (*path, "when", position)
        words = f"{when.day} {when.start} to {when.end}"
        if _key(when) in (_key(one) for one in option.when[:position]):
            yield Finding(here, "REPEATED_OPENING", f"{words} is named twice", "name it once")
        elif is_new and _key(when)[:2] in {one[:2] for one in there}:
            yield Finding(here, "REPEATED_OPENING", f"{hub} opens on {when.day} at {when.start} already")
        elif not is_new and _key(when) not in there:
            hint = f"it opens {listed(f'{day} {start} to {end}' for day, start, end in there)}"
            yield Finding(here, "UNKNOWN_OPENING", f"{hub} does not open {words}", hint)


def _key(when: SessionTime) -> tuple[str, str, str]:
    return when.day, when.start, when.end


def funding_dates(scenario: Scenario) -> Findings:
    """What starts part-way does so within the year that a budget is for."""
    if scenario.funding is None:
        return
    first, last = year_of(scenario)
    for option_id, option in scenario.funding.options.items():
        if option.starts is not None and not first <= option.starts <= last:
            message = f"{option.starts} is outside the year of the budget, {first} to {last}"
            hint = "year_starts says which year that is"
            yield Finding(("funding", "options", option_id, "starts"), "DATE_OUTSIDE_YEAR", message, hint)
