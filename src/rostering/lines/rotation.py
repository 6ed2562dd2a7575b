"""The lines of officers who follow a rotation, from the same week of it on: one officer's days after another's."""

from __future__ import annotations

from collections.abc import Sequence

from rostering.lines.ahead import Ahead
from rostering.lines.graph import Graph, graph_of, machines_of
from rostering.lines.machines import NOTHING, Machine, State
from rostering.scenario import REST
from rostering.scenario.terms import rotation_shift


def build_rotating_graph(aheads: Sequence[Ahead], without: frozenset[str] = frozenset()) -> Graph:
    """The graph of officers who share the week of a rotation they start in: its one start is all of theirs.

    Args:
        aheads: the officers, all on the same rotation.
        without: rules to leave out, to find out which of them leaves no line.
    """
    by_officer = [{machine.rule: machine for machine in machines_of(ahead, without)} for ahead in aheads]
    rules = dict.fromkeys(rule for machines in by_officer for rule in machines)
    days, choices = aheads[0].days, aheads[0].calendar.choices
    machines = [_in_turn([of_officer.get(rule) for of_officer in by_officer], rule, days) for rule in rules]
    if "rotation" not in without:
        machines.append(rotation(aheads))
    return graph_of([machines], aheads[0].calendar.scenario.rules, (days * len(aheads), choices))


def rotation(aheads: Sequence[Ahead]) -> Machine:
    """The weeks of the rotation that the officers can have started in, by what their free days so far are."""
    calendar, name, days = aheads[0].calendar, aheads[0].officer.rotation or "", aheads[0].days
    number = {REST: 0, **{shift: choice for choice, shift in enumerate(calendar.shifts, 1)}}
    scenario = calendar.scenario
    offsets = tuple(range(len(scenario.rotations[name].weeks)))
    says = [[number[rotation_shift(scenario, name, one, day)] for day in scenario.horizon.dates] for one in offsets]

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        place, of_officer = divmod(day, days)
        if not aheads[place].is_free[of_officer]:
            return state, 0.0
        left = tuple(offset for offset in state if says[offset][of_officer] == choice)
        return left or state, float(not left)

    return Machine("rotation", offsets, step, ())


def _in_turn(machines: Sequence[Machine | None], rule: str, days: int) -> Machine:
    """The machine of a rule for one officer after another, each from a start of their own; some may have none."""

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        place, of_officer = divmod(day, days)
        machine = machines[place]
        if machine is None:
            return NOTHING, 0.0
        after, breach = machine.step(machine.start if of_officer == 0 else state, of_officer, choice)
        return (NOTHING if of_officer + 1 == days else after), breach

    return Machine(rule, NOTHING, step, ())
