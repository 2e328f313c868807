"""Faults: power cuts on a simulated disk, disks that fail, many writers at once."""
