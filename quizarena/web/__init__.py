"""The hall in browsers: `quizarena serve FILE` shows a contest on a projector, on phones and on the host's tablet.

One process more on the contest's file. A thread of its own holds the contest (`worker`); what it publishes are
finished pictures (`pictures`), which the event loop sends to whoever looks (`stream`, `app`), behind a `guard`.
"""
