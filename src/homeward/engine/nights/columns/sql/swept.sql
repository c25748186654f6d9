-- Stays that need a sweep: nights shared with another stay, crowded spells, or marks that come from elsewhere.
SELECT record, child, line, start, until
FROM touching
UNION
SELECT record, child, line, stay_start, stay_until
FROM crowded
UNION
SELECT s.record, s.child, s.line, s.start, s.until
FROM stays AS s
JOIN broad AS b ON b.child = s.child AND b.line = s.line
WHERE b.start < coalesce(s.until, b.until) AND b.until > s.start
