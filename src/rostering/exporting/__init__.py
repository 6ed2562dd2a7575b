"""Schedules in the forms of other programs."""
