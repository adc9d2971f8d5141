-- One row is one measure and one body or country that takes it, alone or with others.
SELECT
  p.id AS participant_id,
  coalesce(p.organization_id, p.area_id) AS authority_id,
  coalesce(o.name, a.name) AS authority,
  p.role AS role,
  m.id AS measure_id,
  m.title AS title,
  m.kind AS kind,
  m.sector AS sector,
  m.status AS status,
  m.target AS target,
  m.target_kind AS target_kind,
  m.date AS date,
  m.event_id AS event_id,
  m.agreement_id AS agreement_id,
  p.stated_as AS stated_as,
  m.origin AS origin
FROM participants AS p
JOIN measures AS m ON m.id = p.measure_id
LEFT JOIN organizations AS o ON o.id = p.organization_id
LEFT JOIN areas AS a ON a.id = p.area_id
WHERE p.role IN ('lead', 'joint', 'issuer')
ORDER BY authority, measure_id, participant_id
