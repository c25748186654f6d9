"""The month of a care partner's line: the same statement, counted by the rule `funding`."""
