-- Disjoint segments per child and line, with the precedence of engine/nights/segments.py.
--
-- In:  stays (record, child, line, start, until)            until is exclusive, empty while open
--      spells (record, child, line, stay_start, stay_until, kind, code, start, until)
--                                                           each with the stay it belongs to
--      common (child, line, kind, code, start, until)       what holds for every record of a child on a line
--      terms (term, line, reading, every, excluded, start, until)
--                                                           nights of a line under one set of readings, closed
--      meanings (reading, kind, code, bit, of_child)        what a kind of spell means under a reading
--      votes (vote)                                         1, 2, 4, ... up to 2^41
-- Out: child, term, start, until, state
--      state >= 0: counted, the bits it carries; state < 0: left out, and minus the bit that says why
-- A bit is a power of two; the lower one stands before the higher one.
WITH held AS (
    SELECT s.record, s.child, t.term, t.every,
           greatest(s.start, t.start) AS start,
           least(coalesce(s.until, t.until), t.until) AS until
    FROM stays AS s
    JOIN terms AS t ON t.line = s.line
    WHERE s.start < t.until AND coalesce(s.until, t.until) > t.start AND s.start < coalesce(s.until, t.until)
),
-- more than one record of a child on a line: a night may be shared
shared AS (
    SELECT child, term
    FROM held
    WHERE every = 0
    GROUP BY child, term
    HAVING count(*) > 1
),
given AS (
    SELECT p.record, p.child, t.term, m.bit, m.of_child,
           greatest(p.start, p.stay_start, t.start) AS start,
           least(coalesce(p.until, t.until), coalesce(p.stay_until, t.until), t.until) AS until
    FROM spells AS p
    JOIN terms AS t ON t.line = p.line
    JOIN meanings AS m ON m.reading = t.reading AND m.kind = p.kind AND m.code = p.code
),
-- about the child, so for each of the child's records on the line
child_wide AS (
    SELECT child, term, bit, start, until
    FROM given
    WHERE of_child = 1
    UNION ALL
    SELECT c.child, t.term, m.bit, c.start, coalesce(c.until, t.until) AS until
    FROM common AS c
    JOIN terms AS t ON t.line = c.line
    JOIN meanings AS m ON m.reading = t.reading AND m.kind = c.kind AND m.code = c.code
),
marks AS (
    SELECT record, child, term, bit, start, until
    FROM given
    WHERE of_child = 0
    UNION ALL
    SELECT h.record, h.child, h.term, w.bit, greatest(h.start, w.start) AS start, least(h.until, w.until) AS until
    FROM child_wide AS w
    JOIN held AS h ON h.child = w.child AND h.term = w.term
    WHERE w.start < w.until
),
-- overlapping marks of one kind on one record become ranges that share no night
marks_before AS (
    SELECT record, child, term, bit, start, until,
           max(until) OVER (
               PARTITION BY record, term, bit ORDER BY start, until
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS reached
    FROM marks
    WHERE start < until
),
marks_apart AS (
    SELECT record, child, term, bit, greatest(start, coalesce(reached, start)) AS start, until
    FROM marks_before
    WHERE reached IS NULL OR reached < until
),
marked AS (
    SELECT DISTINCT record, term
    FROM marks_apart
),
record_borders AS (
    SELECT record, child, term, start AS day, bit AS change FROM marks_apart
    UNION ALL
    SELECT record, child, term, until AS day, -bit AS change FROM marks_apart
    UNION ALL
    SELECT h.record, h.child, h.term, h.start AS day, 0 AS change
    FROM held AS h JOIN marked AS m ON m.record = h.record AND m.term = h.term
    UNION ALL
    SELECT h.record, h.child, h.term, h.until AS day, 0 AS change
    FROM held AS h JOIN marked AS m ON m.record = h.record AND m.term = h.term
),
record_pieces AS (
    SELECT record, child, term, day AS start,
           lead(day) OVER (PARTITION BY record, term ORDER BY day) AS until,
           CAST(sum(change) OVER (PARTITION BY record, term ORDER BY day) AS BIGINT) AS mask
    FROM record_borders
),
verdicts AS (
    SELECT p.record, p.child, p.term, p.start, p.until,
           CASE WHEN p.mask & t.excluded = 0 THEN p.mask
                ELSE -((p.mask & t.excluded) & -(p.mask & t.excluded)) END AS state
    FROM record_pieces AS p
    JOIN terms AS t ON t.term = p.term
    WHERE p.start < p.until
    UNION ALL
    SELECT h.record, h.child, h.term, h.start, h.until, 0 AS state
    FROM held AS h
    LEFT JOIN marked AS m ON m.record = h.record AND m.term = h.term
    WHERE m.record IS NULL
),
-- a child's night counts when any of its records counts it: every record votes with its bits, 2^20 for "counted"
-- and, above it, the bit of the reason why it does not count
cast_votes AS (
    SELECT v.child, v.term, b.vote, v.start, v.until
    FROM verdicts AS v
    JOIN shared AS s ON s.child = v.child AND s.term = v.term
    CROSS JOIN votes AS b
    WHERE (CASE WHEN v.state >= 0 THEN v.state + 1048576 ELSE -v.state * 2097152 END) & b.vote <> 0
),
votes_before AS (
    SELECT child, term, vote, start, until,
           max(until) OVER (
               PARTITION BY child, term, vote ORDER BY start, until
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS reached
    FROM cast_votes
),
votes_apart AS (
    SELECT child, term, vote, greatest(start, coalesce(reached, start)) AS start, until
    FROM votes_before
    WHERE reached IS NULL OR reached < until
),
child_borders AS (
    SELECT child, term, start AS day, vote AS change FROM votes_apart
    UNION ALL
    SELECT child, term, until AS day, -vote AS change FROM votes_apart
),
child_pieces AS (
    SELECT child, term, day AS start,
           lead(day) OVER (PARTITION BY child, term ORDER BY day) AS until,
           CAST(sum(change) OVER (PARTITION BY child, term ORDER BY day) AS BIGINT) AS mask
    FROM child_borders
)
SELECT v.child, v.term, v.start, v.until, v.state
FROM verdicts AS v
LEFT JOIN shared AS s ON s.child = v.child AND s.term = v.term
WHERE s.child IS NULL
UNION ALL
SELECT child, term, start, until,
       CASE WHEN mask & 1048576 <> 0 THEN mask & 1048575
            ELSE -((mask >> 21) & -(mask >> 21)) END AS state
FROM child_pieces
WHERE start < until AND mask <> 0
