-- What holds for a part of a stay, as bits: the lower bit stands before the higher one. "alone": the stay is not swept.
WITH clipped AS (
    SELECT s.record, s.child, t.term, p.kind, m.bit, t.excluded, s.record IS NULL AS alone,
           greatest(p.start, p.stay_start, t.start) AS start,
           least(coalesce(p.until, t.until), coalesce(p.stay_until, t.until), t.until) AS until,
           p.reached
    FROM spelled AS p
    LEFT JOIN swept AS s ON s.record = p.record AND s.line = p.line
    JOIN terms AS t ON t.line = p.line
    JOIN meanings AS m ON m.reading = t.reading AND m.kind = p.kind AND m.code = p.code
)
SELECT record, child, term, kind, bit, CASE WHEN bit & excluded = 0 THEN bit ELSE -bit END AS state, alone,
       start, until, CASE WHEN reached > start THEN reached ELSE start END AS fresh
FROM clipped
WHERE start < until
