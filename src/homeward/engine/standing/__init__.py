"""Standing: may this offer be accepted, this contract signed, this placement start; may the search be widened."""
