"""Scenario and schedule files, in and out: the only modules that know YAML."""

from rostering.files.lone_schedule import load_lone_schedule
from rostering.files.problem import InputError, OutputError, Problem
from rostering.files.scenario_reading import LoadedScenario, load_scenario
from rostering.files.schedule_reading import LoadedSchedule, ScheduleHeader, load_schedule, read_schedule_header
from rostering.files.schedule_writing import dump, schedule_document
from rostering.files.schema import scenario_schema, schema_text
from rostering.files.variants import BASE, Variant
from rostering.files.writing import expect_writable, write_whole

__all__ = [
    "BASE",
    "InputError",
    "LoadedScenario",
    "LoadedSchedule",
    "OutputError",
    "Problem",
    "ScheduleHeader",
    "Variant",
    "dump",
    "expect_writable",
    "load_lone_schedule",
    "load_scenario",
    "load_schedule",
    "read_schedule_header",
    "scenario_schema",
    "schedule_document",
    "schema_text",
    "write_whole",
]
