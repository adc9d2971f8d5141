-- One row is one piece of evidence: the record, the words and the source that they were read in.
WITH records AS (
  SELECT 'measures' AS record_table, id, title, origin FROM measures
  UNION ALL
  SELECT 'agreements', id, title, origin FROM agreements
  UNION ALL
  SELECT 'events', id, title, origin FROM events
  UNION ALL
  SELECT 'statistics', id, title, origin FROM statistics
)
SELECT
  x.id AS evidence_id,
  r.record_table AS record_table,
  r.id AS record_id,
  r.title AS record_title,
  r.origin AS origin,
  x.supports AS supports,
  x.stance AS stance,
  x.fragment AS fragment,
  x.locator AS locator,
  x.passage_id AS passage_id,
  x.access AS access,
  s.id AS source_id,
  s.title AS source_title,
  s.publisher_name AS publisher,
  s.tier AS tier,
  s.language AS language,
  s.published AS published,
  coalesce(p.url, s.url) AS url
FROM evidence AS x
JOIN records AS r ON r.id = coalesce(x.measure_id, x.agreement_id, x.event_id, x.statistic_id)
JOIN sources AS s ON s.id = x.source_id
LEFT JOIN passages AS p ON p.id = x.passage_id
ORDER BY evidence_id
