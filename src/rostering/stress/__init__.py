"""What if somebody is missing: each absence alone, and absences drawn at the scenario's rates."""

from rostering.stress.absences import PROMISES, Absence, Loss, single_absences
from rostering.stress.chances import Chance
from rostering.stress.document import stress_document
from rostering.stress.robust import Robust, plan_robustly
from rostering.stress.strengths import Weakest
from rostering.stress.survival import HubChance, Stress, Survival, stress

__all__ = [
    "PROMISES",
    "Absence",
    "Chance",
    "HubChance",
    "Loss",
    "Robust",
    "Stress",
    "Survival",
    "Weakest",
    "plan_robustly",
    "single_absences",
    "stress",
    "stress_document",
]
