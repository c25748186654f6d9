-- What holds for a part of a stay, as bits: the lower bit stands before the higher one.
-- In: spelled; common (child, line, kind, code, start, until), what holds for every record of a child on a line;
--     meanings (reading, kind, code, bit)
-- Out: "own" is the line of the record's own spell; a mark that comes from elsewhere has none
WITH given AS (
    SELECT p.record, p.child, p.line AS own, t.term, m.bit, p.kind,
           greatest(p.stay_start, t.start) AS stay_start,
           least(coalesce(p.stay_until, t.until), t.until) AS stay_until,
           greatest(p.start, p.stay_start, t.start) AS start,
           least(coalesce(p.until, t.until), coalesce(p.stay_until, t.until), t.until) AS until,
           p.reached
    FROM spelled AS p
    JOIN terms AS t ON t.line = p.line
    JOIN meanings AS m ON m.reading = t.reading AND m.kind = p.kind AND m.code = p.code
)
SELECT record, child, own, term, bit, stay_start, stay_until, start, until, reached
FROM given
WHERE start < until
UNION ALL
-- a care type is a fact about the child: it holds for the child's other records that night
SELECT h.record, h.child, NULL AS own, h.term, g.bit, h.start, h.until,
       greatest(h.start, g.start), least(h.until, g.until), NULL AS reached
FROM given AS g
JOIN together AS h ON h.child = g.child AND h.term = g.term
WHERE g.kind = 'care_type' AND h.record <> g.record AND g.start < h.until AND g.until > h.start AND g.start < g.until
UNION ALL
SELECT h.record, h.child, NULL AS own, h.term, m.bit, h.start, h.until,
       greatest(h.start, c.start), least(h.until, coalesce(c.until, h.until)), NULL AS reached
FROM common AS c
JOIN terms AS t ON t.line = c.line
JOIN meanings AS m ON m.reading = t.reading AND m.kind = c.kind AND m.code = c.code
JOIN held AS h ON h.child = c.child AND h.term = t.term
WHERE c.start < h.until AND coalesce(c.until, h.until) > h.start AND c.start < coalesce(c.until, h.until)
