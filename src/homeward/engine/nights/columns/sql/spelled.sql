-- Each spell beside the two before it of its record: how far a like one before it reaches into it, and whether that
-- tells all. It does not where spells of two sorts share a night, or three spells overlap: "crowded".
-- In: spells, in the order of the window; "late" marks a row that does not stand in it
SELECT record, child, line, stay_start, stay_until, kind, code, start, until,
       CASE WHEN record_1 = record AND line_1 = line AND until_1 > start THEN until_1 END AS reached,
       record_1 = record AND line_1 = line AND until_1 > start AND (kind_1 <> kind OR code_1 <> code)
       OR record_2 = record AND line_2 = line AND until_2 > start AS crowded,
       record_1 > record OR record_1 = record AND line_1 > line
       OR record_1 = record AND line_1 = line AND start_1 > start AS late
FROM (
    SELECT record, child, line, stay_start, stay_until, kind, code, start, until,
           lag(record) OVER beside AS record_1, lag(line) OVER beside AS line_1,
           lag(start) OVER beside AS start_1,
           lag(coalesce(until, DATE '9999-12-31')) OVER beside AS until_1,
           lag(kind) OVER beside AS kind_1, lag(code) OVER beside AS code_1,
           lag(record, 2) OVER beside AS record_2, lag(line, 2) OVER beside AS line_2,
           lag(coalesce(until, DATE '9999-12-31'), 2) OVER beside AS until_2
    FROM spells
    WHERE until IS NULL OR start < until
    WINDOW beside AS (PARTITION BY record, line ORDER BY start)
) AS neighbours
