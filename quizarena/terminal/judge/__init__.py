"""The judge's sheet (评委端) in a terminal; what stands on it and what a key does is decided in `sessions.judge`."""
