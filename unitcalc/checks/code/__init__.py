"""Checks of the code: in force, paid here, and the code of what was given."""
