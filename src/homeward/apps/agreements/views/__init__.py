"""Pages of agreements, their lines and the specification library."""
