-- Signed pieces, all of one state each, whose sum is every night once. A stay stands for itself; a mark's piece is
-- put to the mark's state and, where "net" says so, taken from the plain nights; what needs a sweep comes from it.
-- Out: term, state, net, start, until, weight
WITH each_mark AS (
    SELECT term, bit, start, until, reached, 1 AS weight FROM marks
    UNION ALL
    SELECT term, bit, start, until, reached, -1 AS weight FROM aside
)
SELECT term, 0 AS state, 0 AS net, start, until, 1 AS weight
FROM held
UNION ALL
-- each mark adds the nights that the one before it does not reach
SELECT m.term, CASE WHEN m.bit & t.excluded = 0 THEN m.bit ELSE -m.bit END AS state, 1 AS net,
       CASE WHEN m.reached > m.start THEN m.reached ELSE m.start END AS start, m.until, m.weight
FROM each_mark AS m
JOIN terms AS t ON t.term = m.term
WHERE m.reached IS NULL OR m.reached < m.until
UNION ALL
SELECT term, 0 AS state, 0 AS net, start, until, -1 AS weight
FROM hard
UNION ALL
SELECT term, state, 0 AS net, start, until, 1 AS weight
FROM segments
