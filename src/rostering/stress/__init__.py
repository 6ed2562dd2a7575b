"""What if somebody is missing: each absence alone, and absences drawn at the scenario's rates."""

from rostering.stress.absences import PROMISES, Absence, Loss, single_absences
from rostering.stress.chances import Chance
from rostering.stress.document import stress_document
from rostering.stress.survival import HubChance, Stress, Survival, stress

__all__ = [
    "PROMISES",
    "Absence",
    "Chance",
    "HubChance",
    "Loss",
    "Stress",
    "Survival",
    "single_absences",
    "stress",
    "stress_document",
]
