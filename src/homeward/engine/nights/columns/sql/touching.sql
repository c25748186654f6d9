-- Stays that share a night with another stay of the same child on the same line.
SELECT record, child, line, start, until
FROM (
    SELECT s.record, s.child, s.line, s.start, s.until,
           max(coalesce(s.until, DATE '9999-12-31')) OVER (
               PARTITION BY s.child, s.line ORDER BY s.start, s.until
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS reached,
           lead(s.start) OVER (PARTITION BY s.child, s.line ORDER BY s.start, s.until) AS following
    FROM stays AS s
    JOIN close AS c ON c.child = s.child AND c.line = s.line
) AS beside
WHERE reached > start OR following < coalesce(until, DATE '9999-12-31')
