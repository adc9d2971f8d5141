-- One row is one figure of the white paper beside one source that it was compared with.
SELECT
  s.id AS statistic_id,
  v.id AS verification_id,
  s.title AS title,
  s.value AS value,
  s.qualifier AS qualifier,
  s.unit AS unit,
  s.period AS period,
  s.cited_source_id AS cited_source_id,
  c.title AS cited_source,
  v.compared AS compared,
  v.verdict AS verdict,
  v.other_statistic_id AS other_statistic_id,
  o.value AS other_value,
  o.qualifier AS other_qualifier,
  o.unit AS other_unit,
  o.status AS other_status,
  v.difference AS difference,
  v.found AS found,
  v.source_id AS source_id,
  f.title AS source,
  f.url AS source_url,
  CASE WHEN v.source_id = s.cited_source_id THEN 1 WHEN v.source_id <> s.cited_source_id THEN 0 END AS is_cited_source,
  v.independence AS independence,
  v.access AS access,
  v.checked AS checked,
  v.reasoning AS reasoning
FROM statistics AS s
JOIN verifications AS v ON v.statistic_id = s.id
LEFT JOIN statistics AS o ON o.id = v.other_statistic_id
LEFT JOIN sources AS c ON c.id = s.cited_source_id
LEFT JOIN sources AS f ON f.id = v.source_id
WHERE s.origin = 'white-paper'
ORDER BY statistic_id, verification_id
