-- The marks of those stays.
SELECT m.record, m.child, m.term, m.bit, m.start, m.until, m.reached
FROM marks AS m
JOIN hard AS h ON h.record = m.record AND h.term = m.term
