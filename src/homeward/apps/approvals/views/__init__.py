"""Pages of becoming a care partner."""
