"""Debate (辩论): pairs, sides, a sealed motion, timed segments, two sheets a judge, one verdict."""
