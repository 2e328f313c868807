"""The desk (控制台): what happens now, what may be done, what it will do, and every way to put things right.

Decides how keys become facts; all legality comes from `Contest.moves`. `controller` and everything it stands on know no
Textual and can be played by tests; `app` is the thin program around it.
"""
