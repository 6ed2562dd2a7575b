"""Rules and prices that can do something."""

from __future__ import annotations

from rostering.scenario.problems.finding import Finding, Findings, warning
from rostering.scenario.records import Scenario
from rostering.words import day_words


def late_notice(scenario: Scenario) -> Findings:
    """Changes are told before the horizon, or on its first day."""
    as_of, start = scenario.pay.as_of, scenario.horizon.start
    if as_of is not None and as_of > start:
        message = f"{day_words(as_of)} {as_of.year} is after {day_words(start)}, when the horizon begins"
        hint = "give the day on which changes would be told"
        yield Finding(("pay", "as_of"), "NOT_HISTORY", message, hint)


def idle_rules(scenario: Scenario) -> Findings:
    """A rule that the scenario mentions has something to speak of."""
    rules = scenario.rules
    if rules.published_changes.level != "off" and rules.published_duty.level != "preferred":
        message = "published_duty is required, so nothing published is changed: the rule can do nothing"
        hint = "write published_duty: {level: preferred}, or remove published_changes"
        yield Finding(("rules", "published_changes"), "IDLE_RULE", message, hint)
    for rule in ("demand_matching", "hour_share"):
        if rule in rules.model_fields_set and getattr(rules, rule).level != "off" and scenario.demand.hours is None:
            message = "follows demand over the day, but demand.hours is not given: the rule says nothing"
            yield warning(("rules", rule), "IDLE_RULE", message, "give demand.hours")
