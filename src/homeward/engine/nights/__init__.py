"""Stays turned into disjoint segments per child and line, and segments into nights."""
