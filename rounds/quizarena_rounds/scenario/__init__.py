"""The judged scene (情景模拟): each team draws a topic, prepares, plays, and is marked by the judges."""

from .kind import Scenario
from .rules import Overtime, ScenarioRules, Topic

__all__ = ["Overtime", "Scenario", "ScenarioRules", "Topic"]
