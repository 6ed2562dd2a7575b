"""What was really delivered of a plan: visits out of records or positions, beside those that were planned."""

from rostering.delivery.account import Account, Period, Tally, account
from rostering.delivery.delivered import Delivered
from rostering.delivery.positions import PingRules, are_pings, delivered_by_pings
from rostering.delivery.records import read_delivered

__all__ = [
    "Account",
    "Delivered",
    "Period",
    "PingRules",
    "Tally",
    "account",
    "are_pings",
    "delivered_by_pings",
    "read_delivered",
]
