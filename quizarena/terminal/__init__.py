"""The screens on a terminal: board, host's monitor, desk and judge's sheet, drawn as rows of cells.

What they show and what a key does is the sessions' say; only `window`, `paint`, `board` and `desk.app` know Textual.
"""
