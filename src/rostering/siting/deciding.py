"""The choice, from what taking the heaviest circle first gives to the proven best."""

from __future__ import annotations

from rostering.files import InputError, Problem
from rostering.siting.choosing import Choice, best_choice, keeps_rules
from rostering.siting.ground import Ground
from rostering.siting.refusing import too_many
from rostering.siting.rivals import greedy
from rostering.solve.terms import Stop, Tell


def decided(ground: Ground, stop: Stop, tell: Tell) -> Choice:
    """The best choice.

    Raises:
        InputError: there are not so many places, or none were found in the time there was.
    """
    rival = greedy(ground)
    choice = best_choice(ground, stop, tell, rival if keeps_rules(ground, rival) else ())
    if choice is None and stop.reason is not None:
        message = "there was no time to find a choice"
        raise InputError([Problem("hotspots", None, (), "NO_TIME", message, "give it more with --time-limit")])
    if choice is None:
        raise too_many(ground, stop)
    return choice
