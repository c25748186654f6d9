"""The rules: pure functions from facts and policy to decisions that explain themselves.

No clock, no files, no network, no chance, no Django.
"""
