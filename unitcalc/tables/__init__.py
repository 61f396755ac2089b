"""Files that people hand over, as rows."""
