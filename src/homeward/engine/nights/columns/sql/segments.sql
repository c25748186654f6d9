-- Disjoint segments per child and line of the stays in "hard", with the precedence of engine/nights/segments.py.
-- Out: child, term, start, until, state
--      state >= 0: counted, with the bits it carries; state < 0: left out, minus the bit that says why
WITH marks_before AS (
    SELECT record, child, term, bit, start, until,
           max(until) OVER (
               PARTITION BY record, term, bit ORDER BY start, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS reached
    FROM aside
),
-- overlapping marks of one kind on one record become ranges that share no night
marks_apart AS (
    SELECT record, child, term, bit, greatest(start, coalesce(reached, start)) AS start, until
    FROM marks_before
    WHERE reached IS NULL OR reached < until
),
record_borders AS (
    SELECT record, child, term, start AS day, bit AS change FROM marks_apart
    UNION ALL
    SELECT record, child, term, until AS day, -bit AS change FROM marks_apart
    UNION ALL
    SELECT record, child, term, start AS day, 0 AS change FROM hard
    UNION ALL
    SELECT record, child, term, until AS day, 0 AS change FROM hard
),
record_pieces AS (
    SELECT record, child, term, day AS start,
           lead(day) OVER (PARTITION BY record, term ORDER BY day) AS until,
           CAST(sum(change) OVER (PARTITION BY record, term ORDER BY day) AS BIGINT) AS mask
    FROM record_borders
),
verdicts AS (
    SELECT p.child, p.term, t.every, p.start, p.until,
           CASE WHEN p.mask & t.excluded = 0 THEN p.mask
                ELSE -((p.mask & t.excluded) & -(p.mask & t.excluded)) END AS state
    FROM record_pieces AS p
    JOIN terms AS t ON t.term = p.term
    WHERE p.start < p.until
),
-- a child's night counts when any of its records counts it: every record votes with its bits, with 2^20 for
-- "counted" and, above that, with the bit of the reason why it does not count
votes_of AS (
    SELECT s.state, b.vote
    FROM (SELECT DISTINCT state FROM verdicts) AS s
    CROSS JOIN votes AS b
    WHERE (CASE WHEN s.state >= 0 THEN s.state + 1048576 ELSE -s.state * 2097152 END) & b.vote <> 0
),
cast_votes AS (
    SELECT v.child, v.term, o.vote, v.start, v.until
    FROM verdicts AS v
    JOIN votes_of AS o ON o.state = v.state
    WHERE v.every = 0
),
votes_before AS (
    SELECT child, term, vote, start, until,
           max(until) OVER (
               PARTITION BY child, term, vote ORDER BY start, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
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
SELECT child, term, start, until, state
FROM verdicts
WHERE every = 1
UNION ALL
SELECT child, term, start, until,
       CASE WHEN mask & 1048576 <> 0 THEN mask & 1048575 ELSE -((mask >> 21) & -(mask >> 21)) END AS state
FROM child_pieces
WHERE start < until AND mask <> 0
