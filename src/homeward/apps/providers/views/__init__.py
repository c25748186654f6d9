"""Pages of providers and homes."""
