-- The nights of each stay that a term of its line covers.
-- In: stays (record, child, line, start, until), terms (term, line, reading, every, excluded, start, until)
SELECT term, start, until
FROM (
    SELECT t.term, greatest(s.start, t.start) AS start,
           least(coalesce(s.until, t.until), t.until) AS until
    FROM stays AS s
    JOIN terms AS t ON t.line = s.line
) AS clipped
WHERE start < until
