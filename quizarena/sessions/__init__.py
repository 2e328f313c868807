"""What people do at a contest, whatever shows it: text and values, never a row, a width, a pen or a tag."""
