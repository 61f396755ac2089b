"""Checks of the units: what the dose gives, and how it is commonly billed wrong."""
