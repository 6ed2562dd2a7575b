"""What money buys: frontiers over budgets, what keeps the promise, what hubs cost, and proof by the full model."""

from rostering.funding.confirming import Confirmed, changed, confirm, overrides_of
from rostering.funding.document import funding_document, hubs_document
from rostering.funding.frontier import Frontier, Point, frontier, next_pounds
from rostering.funding.hubs import HubPrice, hub_prices

__all__ = [
    "Confirmed",
    "Frontier",
    "HubPrice",
    "Point",
    "changed",
    "confirm",
    "frontier",
    "funding_document",
    "hub_prices",
    "hubs_document",
    "next_pounds",
    "overrides_of",
]
