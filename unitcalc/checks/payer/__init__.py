"""Checks against the payer's profile: authorization, steps, limits, sites."""
