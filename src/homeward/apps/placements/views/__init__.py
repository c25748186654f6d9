"""Pages of placements, spells and requests to exceed."""
