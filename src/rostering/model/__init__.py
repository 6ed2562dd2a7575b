"""The mathematics: index sets, variables, one function for each rule, and the passes of the objective."""

from rostering.model.build import Model, build

__all__ = ["Model", "build"]
