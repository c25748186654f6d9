-- The ends of all pieces, summed: n = sum of weights, d = sum of weight x day of the ends that lie in a cell.
-- A stay stands for itself; where a mark says something else of its nights, the piece is taken off and put on again.
-- In: calendar (day, number, cell); an end after the grid has no cell
-- Out: term, bit, state, cell, n, d
WITH sides AS (
    SELECT 1 AS side
    UNION ALL
    SELECT -1 AS side
),
stay_ends AS (
    SELECT h.term, c.cell, sum(s.side) AS n, sum(s.side * c.number) AS d
    FROM held AS h
    CROSS JOIN sides AS s
    JOIN calendar AS c ON c.day = CASE WHEN s.side = 1 THEN h.start ELSE h.until END
    GROUP BY h.term, c.cell
),
-- marks of one kind: each adds the nights that earlier ones do not reach
mark_ends AS (
    SELECT b.term, b.bit, c.cell, sum(s.side) AS n, sum(s.side * c.number) AS d
    FROM beside AS b
    CROSS JOIN sides AS s
    JOIN calendar AS c ON c.day = CASE WHEN s.side = -1 THEN b.until
                                       WHEN b.reached > b.start THEN b.reached ELSE b.start END
    WHERE b.lowest = b.highest AND (b.reached IS NULL OR b.reached < b.until)
    GROUP BY b.term, b.bit, c.cell
),
-- but the stays that need a sweep come from their segments
swept AS (
    SELECT term, 0 AS bit, 0 AS state, start, until, -1 AS weight FROM hard
    UNION ALL
    SELECT term, bit, 0 AS state, CASE WHEN reached > start THEN reached ELSE start END AS start, until, -1 AS weight
    FROM aside
    WHERE lowest = highest AND (reached IS NULL OR reached < until)
    UNION ALL
    SELECT term, 0 AS bit, state, start, until, 1 AS weight FROM segments
),
swept_ends AS (
    SELECT w.term, w.bit, w.state, c.cell, sum(s.side * w.weight) AS n, sum(s.side * w.weight * c.number) AS d
    FROM swept AS w
    CROSS JOIN sides AS s
    JOIN calendar AS c ON c.day = CASE WHEN s.side = 1 THEN w.start ELSE w.until END
    GROUP BY w.term, w.bit, w.state, c.cell
),
all_ends AS (
    SELECT term, 0 AS bit, 0 AS state, cell, n, d FROM stay_ends
    UNION ALL
    SELECT term, bit, 0 AS state, cell, n, d FROM mark_ends
    UNION ALL
    SELECT term, bit, state, cell, n, d FROM swept_ends
),
-- a mark's nights: taken from the plain ones, put to the mark's own
as_states AS (
    SELECT term, state, cell, n, d FROM all_ends WHERE bit = 0
    UNION ALL
    SELECT term, 0 AS state, cell, -n AS n, -d AS d FROM all_ends WHERE bit <> 0
    UNION ALL
    SELECT a.term, CASE WHEN a.bit & t.excluded = 0 THEN a.bit ELSE -a.bit END AS state, a.cell, a.n, a.d
    FROM all_ends AS a
    JOIN terms AS t ON t.term = a.term
    WHERE a.bit <> 0
)
SELECT term, state, cell, CAST(sum(n) AS BIGINT) AS n, CAST(sum(d) AS BIGINT) AS d
FROM as_states
GROUP BY term, state, cell
