-- Signed pieces, all of one state each, whose sum is every night once. A stay stands for itself; a mark's piece is
-- put to the mark's state and, where "net" says so, taken from the plain nights; what needs a sweep comes from it.
-- Out: term, state, net, start, until, weight
SELECT term, 0 AS state, 0 AS net, start, until, 1 AS weight
FROM held
UNION ALL
-- marks of one kind: each adds the nights that earlier ones do not reach
SELECT b.term, CASE WHEN b.bit & t.excluded = 0 THEN b.bit ELSE -b.bit END AS state, 1 AS net,
       CASE WHEN b.reached > b.start THEN b.reached ELSE b.start END AS start, b.until, 1 AS weight
FROM beside AS b
JOIN terms AS t ON t.term = b.term
WHERE b.lowest = b.highest AND (b.reached IS NULL OR b.reached < b.until)
UNION ALL
SELECT a.term, CASE WHEN a.bit & t.excluded = 0 THEN a.bit ELSE -a.bit END AS state, 1 AS net,
       CASE WHEN a.reached > a.start THEN a.reached ELSE a.start END AS start, a.until, -1 AS weight
FROM aside AS a
JOIN terms AS t ON t.term = a.term
WHERE a.lowest = a.highest AND (a.reached IS NULL OR a.reached < a.until)
UNION ALL
SELECT term, 0 AS state, 0 AS net, start, until, -1 AS weight
FROM hard
UNION ALL
SELECT term, state, 0 AS net, start, until, 1 AS weight
FROM segments
