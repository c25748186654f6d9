-- Each mark beside the others of its record: whether all are of one kind, and how far the earlier ones reach.
SELECT record, child, term, bit, stay_start, stay_until, start, until,
       min(bit) OVER (PARTITION BY record, term) AS lowest,
       max(bit) OVER (PARTITION BY record, term) AS highest,
       max(until) OVER (
           PARTITION BY record, term ORDER BY start, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
       ) AS reached
FROM marks
