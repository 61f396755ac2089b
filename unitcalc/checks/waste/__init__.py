"""Checks of JW and JZ, and of the record of what was discarded."""
