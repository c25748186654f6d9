-- Nights of every term, state and cell from the ends that lie in it and the number of pieces still open before it.
-- In: ends (term, state, cell, n, d), cells (cell, low, high)
WITH kinds AS (
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
