"""Allocation: homes for all open referrals of a panel at once, beside what first come, first served would give.

Nothing here is imported by other rules: numpy and SciPy are loaded only when a panel is worked out.
"""
