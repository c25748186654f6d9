"""Reading a stored decision: the one place that knows where its figures stand."""
