"""The verse relay (飞花令): a line in turn, out on a repeat, a wrong line or a timeout; the last one in wins."""

from .kind import Relay
from .rules import RelayRules

__all__ = ["Relay", "RelayRules"]
