-- Stays that share a night with another stay of the same child on the same line.
SELECT record, child, term, start, until
FROM (
    SELECT h.record, h.child, h.term, h.start, h.until,
           max(h.until) OVER (
               PARTITION BY h.child, h.term ORDER BY h.start, h.until
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS reached,
           lead(h.start) OVER (PARTITION BY h.child, h.term ORDER BY h.start, h.until) AS following
    FROM held AS h
    WHERE EXISTS (SELECT 1 FROM close AS c WHERE c.child = h.child AND c.line = h.line)
) AS beside
WHERE reached > start OR following < until
