"""Which way to make good each loss: all of them together, the least left broken, then the fewest changes, then money.

A depth-first search over the ways for one loss after the other, the most promising first; a branch is cut where what it
has already given up is no better than the best whole repair so far (Land and Doig 1960).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rostering.replanning.losses import (
    Loss,
    LostPlace,
    LostSeat,
    LostVisit,
    State,
    short_of_people,
    short_of_staff,
    windows_missed,
    without_visit,
)
from rostering.replanning.options import Terms, calls, covers, other_times, replacements
from rostering.scenario import Scenario

MOST_NODES = 4000
"""Partial repairs looked at before the best so far is taken as it is."""
Rank = tuple[float, ...]
"""People short of minima, windows missed, people short at hubs, visits dropped; changes, pounds, minutes of travel."""


@dataclass
class Choice:
    """The best repair so far, and how long it was looked for."""

    terms: Terms
    losses: tuple[Loss, ...]
    most_changes: int | None
    best: State | None = None
    rank: Rank = (float("inf"),)
    nodes: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether everything was looked at, so that no repair of these sorts is better."""
        return self.nodes <= MOST_NODES


def choose(terms: Terms, state: State, losses: Sequence[Loss], most_changes: int | None) -> Choice:
    """The best repair.

    Args:
        terms: what it may do.
        state: the plan, broken.
        losses: what is to be made good, the scarcest first.
        most_changes: duties that may be changed at most; nothing for as many as it takes.
    """
    choice = Choice(terms, tuple(losses), most_changes)
    _decide(choice, state, 0, ())
    return choice


def _decide(choice: Choice, state: State, place: int, dropped: tuple[LostVisit, ...]) -> None:
    choice.nodes += 1
    rank = _rank(choice, state, choice.losses[place:], dropped)
    if rank >= choice.rank or choice.nodes > MOST_NODES:
        return
    if place == len(choice.losses):
        choice.best, choice.rank = state, rank
        return
    loss = choice.losses[place]
    for following in ways(choice.terms, state, choice.losses, loss):
        if choice.most_changes is None or len(following.changed) <= choice.most_changes:
            _decide(choice, following, place + 1, dropped)
    if isinstance(loss, LostVisit):
        _decide(choice, without_visit(state, loss), place + 1, (*dropped, loss))
    else:
        _decide(choice, state, place + 1, dropped)


def ways(terms: Terms, state: State, losses: Sequence[Loss], loss: Loss) -> Iterator[State]:
    """States in which a loss is made good, the fewest changes first; nobody is called in for a visit that no window
    needs.

    Args:
        terms: what a repair may do.
        state: the plan so far.
        losses: all of them; visits after this one are taken to be made good.
        loss: the one to make good.
    """
    scenario = terms.scenario
    if isinstance(loss, LostPlace):
        yield from calls(terms, state, loss) if short_of_people(scenario, state, loss) else (state,)
    elif isinstance(loss, LostSeat):
        is_short = short_of_staff(scenario, loss.session, state.staff.get((loss.session, loss.opens), ()))
        yield from covers(terms, state, loss) if is_short else (state,)
    else:
        able = terms if _matters(scenario, state, losses, loss) else replace(terms, may_call=False)
        yield from replacements(able, state, loss)
        yield from other_times(able, state, loss)


def _matters(scenario: Scenario, state: State, losses: Sequence[Loss], loss: LostVisit) -> bool:
    """Whether a window of the guarantee is missed without a visit."""
    later = tuple(one for one in losses[losses.index(loss) + 1 :] if isinstance(one, LostVisit))
    missed = windows_missed(scenario, without_visit(state, loss), loss.hotspot, assumed=later)
    return missed > windows_missed(scenario, state, loss.hotspot, assumed=(*later, loss))


def _rank(choice: Choice, state: State, open_losses: Sequence[Loss], dropped: tuple[LostVisit, ...]) -> Rank:
    """What a repair has given up so far, as if all that is open could be made good for nothing."""
    scenario = choice.terms.scenario
    assumed = tuple(one for one in open_losses if isinstance(one, LostVisit))
    decided = [one for one in choice.losses if one not in open_losses]
    places = {one for one in decided if isinstance(one, LostPlace)}
    seats = {(one.session, one.opens) for one in decided if isinstance(one, LostSeat)} - {
        (one.session, one.opens) for one in open_losses if isinstance(one, LostSeat)
    }
    return (
        sum(short_of_people(scenario, state, one) for one in places if one not in open_losses),
        sum(
            windows_missed(scenario, state, spot, assumed=assumed) for spot in sorted({one.hotspot for one in dropped})
        ),
        sum(short_of_staff(scenario, session, state.staff.get((session, opens), ())) for session, opens in seats),
        len(dropped),
        len(state.changed),
        round(state.cost, 2),
        state.travel,
    )
