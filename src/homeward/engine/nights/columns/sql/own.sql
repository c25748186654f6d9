-- The own marks of the stays that are swept.
SELECT record, child, term, kind, bit, start, until
FROM given
WHERE NOT alone
