"""Checks of what the record must hold."""
