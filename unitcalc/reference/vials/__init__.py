"""Curated label facts of products (`vials.yaml`), ours and a user's own: read, checked, and kept as rows by code."""
