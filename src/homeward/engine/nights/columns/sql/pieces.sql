-- Signed pieces, all of one state each, whose sum is every night once. A stay stands for itself; a mark's piece is
-- put to the mark's state and, where "net" says so, taken from the plain nights (state 0); what needs a sweep comes
-- from it.
-- Out: term, state, net, start, until, weight
SELECT term, 0 AS state, 0 AS net, start, until, 1 AS weight
FROM held
UNION ALL
SELECT term, 0 AS state, 0 AS net, start, until, -1 AS weight
FROM hard
UNION ALL
-- each mark adds the nights that the one before it does not reach
SELECT term, state, 1 AS net, fresh AS start, until, 1 AS weight
FROM given
WHERE alone AND fresh < until
UNION ALL
SELECT term, state, 0 AS net, start, until, 1 AS weight
FROM segments
