"""From checked rows to records: what is known, what each row would do, and the writing."""
