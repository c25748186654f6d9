"""Pages of the policy: parameters, values entered locally, files in and out."""
