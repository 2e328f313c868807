"""The first minute: the page `quizarena demo` opens with, a desk among robots, and playing a contest back.

`run_demo` and `run_replay` in `run` open the windows; everything that is decided is decided without one.
"""
