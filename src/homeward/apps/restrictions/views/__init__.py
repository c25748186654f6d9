"""Pages of restrictions."""
