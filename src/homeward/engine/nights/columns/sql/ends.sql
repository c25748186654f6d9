-- The ends of all pieces, summed: n = sum of weights, d = sum of weight x day of the ends that lie in a cell. This is
-- the event cube: it adds up over parts of the records, and a change is added as a difference.
-- In: pieces, calendar (day, number, cell); an end after the grid has no cell
-- Out: term, state, cell, n, d
WITH days AS (
    SELECT p.term, p.state, p.net, CASE WHEN e.sign = 1 THEN p.start ELSE p.until END AS day, p.weight * e.sign AS weight
    FROM pieces AS p
    CROSS JOIN (VALUES (1), (-1)) AS e (sign)
),
each_end AS (
    SELECT p.term, p.state, p.net, c.cell, sum(p.weight) AS n, sum(p.weight * c.number) AS d
    FROM days AS p
    JOIN calendar AS c ON c.day = p.day
    GROUP BY p.term, p.state, p.net, c.cell
),
signed AS (
    SELECT term, state, cell, n, d FROM each_end
    UNION ALL
    SELECT term, 0 AS state, cell, -n AS n, -d AS d FROM each_end WHERE net = 1
)
SELECT term, state, cell, CAST(sum(n) AS BIGINT) AS n, CAST(sum(d) AS BIGINT) AS d
FROM signed
GROUP BY term, state, cell
HAVING sum(n) <> 0 OR sum(d) <> 0
