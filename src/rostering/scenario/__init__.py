"""The scenario: what is known before planning, as frozen records that mirror the YAML."""

from rostering.scenario.records import ANY, REST, Hotspot, HubSession, Officer, Scenario
from rostering.scenario.rules import RULES, Rule, Rules

__all__ = ["ANY", "REST", "RULES", "Hotspot", "HubSession", "Officer", "Rule", "Rules", "Scenario"]
