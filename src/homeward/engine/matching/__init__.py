"""Matching: which homes may be considered for a referral, and how well each fits."""
