"""The parliamentary debate (英式议会制): four teams in one room, ranked from the first to the fourth."""
