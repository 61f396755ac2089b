"""Checks of the other modifiers on a drug line."""
