"""One officer's line of duties as a path: every rule that concerns a single line, stated as a small automaton.

A *choice* of a day is 0 for a rest day or 1, 2... for the scenario's shifts in order. Each rule gives a *machine*: what
it has to remember from day to day, and what a choice costs. The machines of an officer, run side by side, are a
layered graph whose paths are the lawful lines; the cheapest of them is found by dynamic programming.
"""

from rostering.lines.ahead import Ahead, calendar_of, look_ahead
from rostering.lines.graph import Graph, build_graph, machines_of
from rostering.lines.machines import MACHINES, left_over
from rostering.lines.paths import cheapest_line, lines_within, walk
from rostering.lines.rotation import build_rotating_graph
from rostering.lines.section import section

__all__ = [
    "MACHINES",
    "Ahead",
    "Graph",
    "build_graph",
    "build_rotating_graph",
    "calendar_of",
    "cheapest_line",
    "left_over",
    "lines_within",
    "look_ahead",
    "machines_of",
    "section",
    "walk",
]
