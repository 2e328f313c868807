"""Orders by lot, with a proof that anybody can redo.

`tickets` is the draw the hall can check with a shell command a label; a `DrawMethod` is how a rulebook names a way to
an order. New methods come by the entry point group `quizarena.draws`.
"""

from .allotments import Allotment, allot
from .balanced_orders import orders, williams
from .methods import DRAW_METHODS, DrawMethod, Inputs, draw_method, verify
from .pairings import Pairing, berger, deal, fold, neighbours, power, sides, slide
from .published_draw import rfc3797, rfc3797_key
from .ticket_draw import Draw, check_date, check_labels, commitment, seed_text, tickets

__all__ = [
    "DRAW_METHODS",
    "Allotment",
    "Draw",
    "DrawMethod",
    "Inputs",
    "Pairing",
    "allot",
    "berger",
    "check_date",
    "check_labels",
    "commitment",
    "deal",
    "draw_method",
    "fold",
    "neighbours",
    "orders",
    "power",
    "rfc3797",
    "rfc3797_key",
    "seed_text",
    "sides",
    "slide",
    "tickets",
    "verify",
    "williams",
]
