"""The pages of frameworks."""
