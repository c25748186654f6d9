-- Stays whose spells need a sweep. Two spells apart is far enough to look: where a spell reaches a later one, it
-- reaches all that begin between them.
SELECT DISTINCT record, child, line, stay_start, stay_until, late
FROM spelled
WHERE crowded OR late
