"""The things as they leave and enter the interface: public ids, half-open dates, amounts as text."""
