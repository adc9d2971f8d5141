-- One row is one party of a measure, agreement or event, with its name and the record's title.
SELECT
  p.id AS participant_id,
  CASE
    WHEN p.measure_id IS NOT NULL THEN 'measures'
    WHEN p.agreement_id IS NOT NULL THEN 'agreements'
    ELSE 'events'
  END AS record_table,
  coalesce(p.measure_id, p.agreement_id, p.event_id) AS record_id,
  coalesce(m.title, a.title, e.title) AS record_title,
  p.role AS role,
  CASE WHEN p.organization_id IS NOT NULL THEN 'organization' ELSE 'area' END AS party_kind,
  coalesce(p.organization_id, p.area_id) AS party_id,
  coalesce(o.name, r.name) AS party,
  coalesce(o.area_id, p.area_id) AS party_area_id,
  coalesce(h.name, r.name) AS party_area,
  p.stated_as AS stated_as,
  coalesce(m.origin, a.origin, e.origin) AS origin
FROM participants AS p
LEFT JOIN measures AS m ON m.id = p.measure_id
LEFT JOIN agreements AS a ON a.id = p.agreement_id
LEFT JOIN events AS e ON e.id = p.event_id
LEFT JOIN organizations AS o ON o.id = p.organization_id
LEFT JOIN areas AS r ON r.id = p.area_id
LEFT JOIN areas AS h ON h.id = o.area_id
ORDER BY participant_id
