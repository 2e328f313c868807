"""The screens: board, host's monitor, desk and judge's sheet. The only package that imports Textual.

Decides nothing by itself. `canvas`, `wide`, `digits`, `palette`, `arithmetic` and `pictures` draw without Textual and
can be used by any screen; `paint` turns what they drew into Textual's lines; `board` is the program in the hall.
"""
