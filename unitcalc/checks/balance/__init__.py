"""Checks of what only three records together show: dispensed, given and billed."""
