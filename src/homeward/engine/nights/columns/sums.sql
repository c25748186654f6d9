-- Nights of every line and cell of the grid from segment ends: no night is written out, no range is joined.
--
-- In:  segments (child, term, start, until, state), calendar (day, number, cell), cells (cell, low, high)
-- Out: term, state, cell, nights
WITH sides AS (
    SELECT 1 AS side
    UNION ALL
    SELECT -1 AS side
),
-- n = sum of weights, d = sum of weight x day, of the ends that lie in each cell; an end after the grid has no cell
ends AS (
    SELECT g.term, g.state, c.cell, CAST(sum(s.side) AS BIGINT) AS n, CAST(sum(s.side * c.number) AS BIGINT) AS d
    FROM segments AS g
    CROSS JOIN sides AS s
    JOIN calendar AS c ON c.day = CASE WHEN s.side = 1 THEN g.start ELSE g.until END
    GROUP BY g.term, g.state, c.cell
),
kinds AS (
    SELECT DISTINCT term, state
    FROM ends
),
grid AS (
    SELECT k.term, k.state, c.cell, c.low, c.high, coalesce(e.n, 0) AS n, coalesce(e.d, 0) AS d
    FROM kinds AS k
    CROSS JOIN cells AS c
    LEFT JOIN ends AS e ON e.term = k.term AND e.state = k.state AND e.cell = c.cell
),
running AS (
    SELECT term, state, cell, low, high, n, d,
           CAST(coalesce(sum(n) OVER (
               PARTITION BY term, state ORDER BY cell ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ), 0) AS BIGINT) AS before
    FROM grid
)
SELECT term, state, cell, n * high - d + before * (high - low) AS nights
FROM running
WHERE n * high - d + before * (high - low) <> 0
