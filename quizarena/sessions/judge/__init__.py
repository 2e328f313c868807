"""A judge at the contest: a seat, its PIN, the marks asked for, and the handing in; any kind's ballots have a sheet."""
