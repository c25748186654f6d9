-- The ends of all pieces, summed: n = sum of weights, d = sum of weight x day of the ends that lie in a cell. This is
-- the event cube: it adds up over parts of the records, and a change is added as a difference.
-- In: pieces, calendar (day, number, cell); an end after the grid has no cell
-- Out: term, state, cell, n, d
WITH plain AS (
    SELECT term, start, until, weight FROM pieces WHERE state = 0
    UNION ALL
    SELECT term, start, until, -weight AS weight FROM pieces WHERE net = 1
),
marked AS (
    SELECT term, state, start, until, weight FROM pieces WHERE state <> 0
),
plain_days AS (
    SELECT term, start AS day, weight FROM plain
    UNION ALL
    SELECT term, until AS day, -weight AS weight FROM plain
),
marked_days AS (
    SELECT term, state, start AS day, weight FROM marked
    UNION ALL
    SELECT term, state, until AS day, -weight AS weight FROM marked
),
-- plain nights are most of all, and their ends fall into few cells: summed apart from the others
summed AS (
    SELECT p.term, 0 AS state, c.cell, sum(p.weight) AS n, sum(p.weight * c.number) AS d
    FROM plain_days AS p
    JOIN calendar AS c ON c.day = p.day
    GROUP BY p.term, c.cell
    UNION ALL
    SELECT m.term, m.state, c.cell, sum(m.weight) AS n, sum(m.weight * c.number) AS d
    FROM marked_days AS m
    JOIN calendar AS c ON c.day = m.day
    GROUP BY m.term, m.state, c.cell
)
SELECT term, state, cell, CAST(n AS BIGINT) AS n, CAST(d AS BIGINT) AS d
FROM summed
WHERE n <> 0 OR d <> 0
