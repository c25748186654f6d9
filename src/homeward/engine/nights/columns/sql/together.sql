-- Stays that share a night with another stay of the same child on the same line.
SELECT record, child, term, start, until
FROM (
    SELECT record, child, term, start, until,
           max(until) OVER (
               PARTITION BY child, term ORDER BY start, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS reached,
           lead(start) OVER (PARTITION BY child, term ORDER BY start, until) AS following
    FROM held
) AS beside
WHERE reached > start OR following < until
