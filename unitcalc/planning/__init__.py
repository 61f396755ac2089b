"""Which containers to open for a dose: the search, and what stands around it."""
