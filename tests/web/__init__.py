"""The hall's pages in browsers."""
