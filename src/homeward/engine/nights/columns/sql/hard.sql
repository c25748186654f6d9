-- Stays that need a sweep: nights shared with another stay, or marks of more than one kind.
SELECT record, child, term, start, until
FROM together
UNION
SELECT record, child, term, stay_start, stay_until
FROM beside
WHERE lowest <> highest
