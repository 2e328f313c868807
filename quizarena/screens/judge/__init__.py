"""The judge's sheet (评委端): a seat, its PIN, the marks asked for, and the handing in.

Decides how a judge's presses become a ballot; which ballots there are, their blanks and bounds come from
`Contest.moves("judge:j3")`, so that any kind's ballots have a sheet. `controller` and everything it stands on know no
Textual and can be played by tests; `app` is the thin program around it.
"""
