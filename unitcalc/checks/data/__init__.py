"""Checks of the files themselves: cells and records that can't be read."""
