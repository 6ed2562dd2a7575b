"""The scenario of the days after a schedule: histories, clocks and what lies ahead, carried over the edge."""

from rostering.following.clocks import last_patrolled
from rostering.following.content import Past, following_content
from rostering.following.histories import histories

__all__ = ["Past", "following_content", "histories", "last_patrolled"]
