"""Pages of the data exchange."""
