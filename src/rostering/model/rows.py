"""What a constraint is made of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

import pulp

from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import Scenario

Key = tuple[Hashable, ...]
"""What a row is about: officer and day, hotspot and band..."""
Row = pulp.LpAffineExpression
"""A linear expression with its sense and right-hand side."""
Constraint = Callable[[Scenario, Sets, Variables], Iterator[tuple[Key, Row]]]
"""A rule as keyed rows. It never names itself, touches the problem or knows whether it is required or preferred."""
