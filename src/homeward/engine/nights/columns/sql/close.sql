-- Lines on which a child's stays may share a night: some stay begins before the one next to it ends. Where any two
-- of a group do, two that stand next to each other do.
-- In: stays, in the order of the window; "late" marks a row that does not stand in it
SELECT DISTINCT child, line, late
FROM (
    SELECT child, line, start,
           child_before = child AND line_before = line AND until_before > start AS shared,
           child_before > child OR child_before = child AND line_before > line
           OR child_before = child AND line_before = line AND start_before > start AS late
    FROM (
        SELECT child, line, start,
               lag(child) OVER beside AS child_before, lag(line) OVER beside AS line_before,
               lag(start) OVER beside AS start_before,
               lag(coalesce(until, DATE '9999-12-31')) OVER beside AS until_before
        FROM stays
        WINDOW beside AS (PARTITION BY child, line ORDER BY start)
    ) AS neighbours
) AS compared
WHERE shared OR late
