"""Spot the mistake (识图找茬): each team gets a picture and a minute to name the mistakes in it."""

from .kind import Spot
from .rules import Mistake, Picture, SpotRules

__all__ = ["Mistake", "Picture", "Spot", "SpotRules"]
