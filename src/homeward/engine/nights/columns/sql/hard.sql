-- Stays that need a sweep: nights shared with another stay, crowded spells, or marks that come from elsewhere.
SELECT record, child, term, start, until
FROM together
UNION
SELECT m.record, m.child, m.term, m.stay_start, m.stay_until
FROM marks AS m
JOIN crowded AS c ON c.record = m.record AND c.line = m.own
UNION
SELECT record, child, term, stay_start, stay_until
FROM marks
WHERE own IS NULL
