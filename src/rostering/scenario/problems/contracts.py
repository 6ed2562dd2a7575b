"""Working terms that fit each other, and that somebody can have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rostering.horizon import DAYS_PER_WEEK, MINUTES_PER_HOUR, Span
from rostering.scenario.problems.finding import Finding, Findings, warning
from rostering.scenario.problems.spans import duty_spans
from rostering.scenario.records import NO_CONTRACT, REST, Officer, Scenario
from rostering.scenario.terms import kind_of, terms_of


def pattern_and_rotation(scenario: Scenario) -> Findings:
    """An officer follows a working pattern or a rotation, not both."""
    rules = scenario.rules
    if "off" in (rules.working_pattern.level, rules.rotation.level):
        return
    for officer_id, officer in scenario.officers.items():
        contract = scenario.contracts.get(officer.contract or "", NO_CONTRACT)
        if officer.rotation is not None and contract.pattern:
            message = f"{officer_id} follows the rotation {officer.rotation}, but the contract {officer.contract} "
            message += "has a working pattern"
            hint = "remove the rotation, or give a contract without a pattern"
            yield Finding(("officers", officer_id, "rotation"), "PATTERN_AND_ROTATION", message, hint)


def runs_that_fit(scenario: Scenario) -> Findings:
    """What a contract says of days in a row, and what the rule says where the contract is silent, leave a choice."""
    rules = scenario.rules
    for contract_id, contract in scenario.contracts.items():
        for key, run, rule in (
            ("consecutive_duties", contract.consecutive_duties, rules.consecutive_duties),
            ("consecutive_nights", contract.consecutive_nights, rules.consecutive_nights),
        ):
            if run is None or rule.level == "off":
                continue
            least, most = run.least or rule.least, run.most or rule.most
            if least > most:
                silent = "most" if run.most is None else "least"
                message = f"at least {least} and at most {most} days in a row, as the rule {key} has {silent}: "
                message += f"{most if silent == 'most' else least}"
                yield Finding(("contracts", contract_id, key), "LEAST_ABOVE_MOST", message, f"give {silent} too")


def no_nights(scenario: Scenario) -> Findings:
    """A night worker is of a scenario with night shifts."""
    if any(kind_of(shift) == "night" for shift in scenario.shifts.values()):
        return
    for contract_id, contract in scenario.contracts.items():
        if contract.night_worker:
            message = f"{contract_id} is for night workers, but no shift is a night shift"
            hint = "write kind: night at the shifts that count as nights"
            yield warning(("contracts", contract_id, "night_worker"), "NO_NIGHT_SHIFT", message, hint)


def hours_out_of_reach(scenario: Scenario) -> Findings:
    """A contract's least hours are no more than its weeks may hold."""
    rules = scenario.rules
    if rules.contract_hours.level == "off" or rules.weekly_hours.level != "required":
        return
    spans, told = duty_spans(scenario), set[str]()
    for officer_id, officer in scenario.officers.items():
        contract = scenario.contracts.get(officer.contract or "", NO_CONTRACT)
        if contract.hours is None or officer.contract is None or officer.contract in told:
            continue
        allowed = sum(_hours_a_week_may_hold(scenario, officer, spans))
        if contract.hours.least > allowed:
            told.add(officer.contract)
            message = f"at least {contract.hours.least:g} hours, but weekly_hours leaves {officer_id} "
            message += f"at most {allowed:g}"
            path = ("contracts", officer.contract, "hours", "least")
            yield warning(path, "HOURS_OUT_OF_REACH", message, "lower least, or raise weekly_hours")


def _hours_a_week_may_hold(
    scenario: Scenario, officer: Officer, spans: dict[tuple[date, str], Span]
) -> Iterator[float]:
    """For each week of the horizon the most hours of duty `weekly_hours` allows, what is published included."""
    weekly, published = terms_of(scenario, officer).weekly_hours, officer.published or {}
    for first in range(0, scenario.horizon.days, DAYS_PER_WEEK):
        week = scenario.horizon.dates[first : first + DAYS_PER_WEEK]
        duties = [spans[day, published[day]] for day in week if published.get(day, REST) != REST]
        most = weekly * len(week) / DAYS_PER_WEEK + scenario.rules.weekly_hours.tolerance_hours
        yield max(sum(end - start for start, end in duties) / MINUTES_PER_HOUR, most)
