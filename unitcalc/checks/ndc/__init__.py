"""Checks of the NDC, its quantity and its unit of measure."""
