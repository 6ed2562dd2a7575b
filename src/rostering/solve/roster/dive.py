"""A first roster from the relaxation: settle the line that the mix is surest of, price the others anew, and so on."""

from __future__ import annotations

from rostering.solve.roster.case import Case
from rostering.solve.roster.generation import generate
from rostering.solve.roster.holders import Line
from rostering.solve.roster.master import Master

SURE = 0.99
GAP = 1e-3


def dive(case: Case, master: Master, rounds: int) -> list[Line] | None:
    """Whole lines for everybody in a master problem whose relaxation has been solved; nothing where it is stopped.

    Args:
        case: whose lines they are.
        master: its lines are settled one after the other.
        rounds: master problems solved after each line that is settled.
    """
    number = len(case.holders)
    while len(master.settled) < number:
        weights = master.weights()
        best: dict[int, int] = {}
        for column, (holder, _) in enumerate(master.columns):
            if holder not in master.settled and weights[column] >= weights[best.get(holder, column)]:
                best[holder] = column
        surest = sorted(best, key=lambda holder: (-weights[best[holder]], holder))
        for holder in [one for one in surest if weights[best[one]] > SURE] or surest[:1]:
            master.settle(best[holder])
        if len(master.settled) < number and (case.is_stopped or generate(case, master, rounds=rounds, gap=GAP) is None):
            return None
    return [master.columns[column][1] for _, column in sorted(master.settled.items())]
