"""Checks of limits: medically unlikely edits, form widths, charges, doses."""
