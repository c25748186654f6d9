-- Nights of every term, state and cell from the ends that lie in it and the number of pieces still open before it.
-- A cell without ends has the pieces that the last cell with ends left open.
-- In: ends (term, state, cell, n, d), cells (cell, low, high)
WITH running AS (
    SELECT term, state, cell, n, d,
           CAST(sum(n) OVER (PARTITION BY term, state ORDER BY cell) AS BIGINT) AS open,
           lead(cell) OVER (PARTITION BY term, state ORDER BY cell) AS following
    FROM ends
),
each_cell AS (
    SELECT r.term, r.state, r.cell, r.n * c.high - r.d + (r.open - r.n) * (c.high - c.low) AS nights
    FROM running AS r
    JOIN cells AS c ON c.cell = r.cell
    UNION ALL
    SELECT r.term, r.state, c.cell, r.open * (c.high - c.low) AS nights
    FROM running AS r
    JOIN cells AS c ON c.cell > r.cell AND (r.following IS NULL OR c.cell < r.following)
    WHERE r.open <> 0 AND (r.following IS NULL OR r.following > r.cell + 1)
)
SELECT term, state, cell, nights
FROM each_cell
WHERE nights <> 0
