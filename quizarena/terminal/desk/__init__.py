"""The desk on a terminal: what its session says, as rows of cells and keys of a window."""
