-- What holds for every record of a child on a line, as bits.
-- In: common (child, line, kind, code, start, until); meanings (reading, kind, code, bit)
SELECT child, line, term, bit, start, until
FROM (
    SELECT c.child, c.line, t.term, m.bit, greatest(c.start, t.start) AS start,
           least(coalesce(c.until, t.until), t.until) AS until
    FROM common AS c
    JOIN terms AS t ON t.line = c.line
    JOIN meanings AS m ON m.reading = t.reading AND m.kind = c.kind AND m.code = c.code
) AS clipped
WHERE start < until
