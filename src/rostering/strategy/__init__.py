"""The strategic model: officers by team and role, continuous, for questions of money."""

from rostering.strategy.asking import Answer, Desk, Worth
from rostering.strategy.choosing import Buyer
from rostering.strategy.ground import Ground, build_ground
from rostering.strategy.purchases import Purchase, Terms

__all__ = ["Answer", "Buyer", "Desk", "Ground", "Purchase", "Terms", "Worth", "build_ground"]
