-- The marks of those stays.
SELECT b.record, b.child, b.term, b.bit, b.start, b.until, b.lowest, b.highest, b.reached
FROM beside AS b
JOIN hard AS h ON h.record = b.record AND h.term = b.term
