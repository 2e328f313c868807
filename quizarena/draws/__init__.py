"""Orders by lot, with a proof that anybody can redo.

`tickets(labels, seed=, purpose=None)` is the draw the hall can check with one shell command a label; a
`DrawMethod` is how a rulebook names a way to an order. New methods come by the entry point group
`quizarena.draws`.
"""

from .methods import DRAW_METHODS, DrawMethod, draw_method, verify
from .tickets import Draw, commitment, seed_text, tickets

__all__ = [
    "DRAW_METHODS",
    "Draw",
    "DrawMethod",
    "commitment",
    "draw_method",
    "seed_text",
    "tickets",
    "verify",
]
