-- All marks of the stays that are swept: their own and those that come from elsewhere.
SELECT record, child, term, bit, start, until
FROM own
UNION ALL
-- a care type is a fact about the child: it holds for the child's other records that night
SELECT h.record, h.child, h.term, o.bit, greatest(h.start, o.start), least(h.until, o.until)
FROM own AS o
JOIN hard AS h ON h.child = o.child AND h.term = o.term
WHERE o.kind = 'care_type' AND h.record <> o.record AND o.start < h.until AND o.until > h.start
UNION ALL
SELECT h.record, h.child, h.term, b.bit, greatest(h.start, b.start), least(h.until, b.until)
FROM hard AS h
JOIN broad AS b ON b.child = h.child AND b.term = h.term
WHERE b.start < h.until AND b.until > h.start
