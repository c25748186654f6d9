"""The invented state: providers, children and six quarters, relative to today. Every person and place is invented.

`load()` fills an empty installation through the services, each record at the moment it would have been written;
`sign_ins()` lists one person per role.
"""

from homeward.demo.loading import load, sign_ins

__all__ = ["load", "sign_ins"]
