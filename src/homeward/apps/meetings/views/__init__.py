"""Pages of contract management meetings."""
