"""The kinds of rows that can come in: their columns, their models, and what is known when they are checked."""
