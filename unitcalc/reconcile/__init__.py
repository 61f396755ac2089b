"""Three records, one balance."""
