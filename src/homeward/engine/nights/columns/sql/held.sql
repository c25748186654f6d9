-- The nights of each stay that a term of its line covers.
-- In: stays (record, child, line, start, until), terms (term, line, reading, every, excluded, start, until)
SELECT s.record, s.child, s.line, t.term, t.every,
       greatest(s.start, t.start) AS start,
       least(coalesce(s.until, t.until), t.until) AS until
FROM stays AS s
JOIN terms AS t ON t.line = s.line
WHERE s.start < t.until
  AND coalesce(s.until, t.until) > t.start
  AND s.start < coalesce(s.until, t.until)
