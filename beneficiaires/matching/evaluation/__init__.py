"""How well the matcher tells people apart, on labelled pairs: `manage.py evaluate_matching`."""

from .measures import evaluate
from .pairs import Paire, PairsError, read_pairs

__all__ = ["Paire", "PairsError", "evaluate", "read_pairs"]
