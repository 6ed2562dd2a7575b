"""Many what-ifs of one scenario: a grid of changes, each planned on its own, and one table of what came of them."""

from rostering.sweeping.grid import Grid, read_grid
from rostering.sweeping.points import Point, Task, expand
from rostering.sweeping.running import Done, run_here
from rostering.sweeping.solving import Answer, solve_point
from rostering.sweeping.store import Record, Store
from rostering.sweeping.table import table_of, write_table

__all__ = [
    "Answer",
    "Done",
    "Grid",
    "Point",
    "Record",
    "Store",
    "Task",
    "expand",
    "read_grid",
    "run_here",
    "solve_point",
    "table_of",
    "write_table",
]
