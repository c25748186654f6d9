-- Placement nights and unique child-nights of plain stays in one period, without policy.
-- In: stays (part, child, start, until), until exclusive and empty while open; bounds (low, high), one row
-- Out: part, placement_nights, child_nights, children, placements
WITH clipped AS (
    SELECT s.part, s.child, greatest(s.start, b.low) AS start, least(coalesce(s.until, b.high), b.high) AS until
    FROM stays AS s
    CROSS JOIN bounds AS b
    WHERE s.start < b.high AND coalesce(s.until, b.high) > b.low AND s.start < coalesce(s.until, b.high)
),
before AS (
    SELECT part, child, start, until,
           max(until) OVER (
               PARTITION BY part, child ORDER BY start, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS reached
    FROM clipped
),
-- each stay adds the nights that earlier ones of the child do not reach
nights AS (
    SELECT part, child, date_diff('day', start, until) AS stayed,
           CASE WHEN reached IS NULL OR reached <= start THEN date_diff('day', start, until)
                WHEN reached < until THEN date_diff('day', reached, until)
                ELSE 0 END AS fresh
    FROM before
)
SELECT part, CAST(sum(stayed) AS BIGINT) AS placement_nights, CAST(sum(fresh) AS BIGINT) AS child_nights,
       count(DISTINCT child) AS children, count(*) AS placements
FROM nights
GROUP BY part
