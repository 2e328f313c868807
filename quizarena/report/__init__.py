"""Paper and files made of a contest: judges' blank sheets, the score sheet, tables for spreadsheets.

`paper` prints what judges are going to fill in; `results` what came of it, with the head of the chain as text and as a
QR code; `bulletin` says it in a few lines, `tables` as CSV. Nothing here knows a rule of play or computes a score: what
judges are asked for stems from moves, what stands on the score sheet from scores with their working.
"""
