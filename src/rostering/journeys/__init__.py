"""Journeys by road from a routing server that a force runs, as the matrix file that a scenario names."""

from rostering.journeys.asking import Asked, Roads, ask
from rostering.journeys.matrix import matrix_text
from rostering.journeys.server import NoAnswer, Server

__all__ = ["Asked", "NoAnswer", "Roads", "Server", "ask", "matrix_text"]
