"""Rounds that are placed, not marked: judges rank all teams (名次制), or a quantity is measured (计量)."""
