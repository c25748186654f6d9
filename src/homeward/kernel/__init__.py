"""Value types the whole house shares, on the standard library alone.

Dates and nights, quarters, money, shares, reasons with their authority, and problems that
can be handed to a person. Nothing here knows a jurisdiction.
"""
