"""Checks of dates, repetitions and what else was billed that day."""
