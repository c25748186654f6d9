-- The nights of each stay in "swept" that a term of its line covers.
SELECT record, child, term, start, until
FROM (
    SELECT s.record, s.child, t.term, greatest(s.start, t.start) AS start,
           least(coalesce(s.until, t.until), t.until) AS until
    FROM swept AS s
    JOIN terms AS t ON t.line = s.line
) AS clipped
WHERE start < until
