-- One row is one agreement and one country or union that has a part in it, itself or by a body of its own.
WITH joined AS (
  SELECT
    p.agreement_id AS agreement_id,
    coalesce(p.area_id, o.area_id) AS area_id,
    p.id AS participant_id,
    p.role || ': ' || p.stated_as AS part
  FROM participants AS p
  LEFT JOIN organizations AS o ON o.id = p.organization_id
  WHERE p.agreement_id IS NOT NULL AND coalesce(p.area_id, o.area_id) IS NOT NULL
),
parts AS (
  SELECT agreement_id, area_id, group_concat(part, '; ') AS parts
  FROM (SELECT agreement_id, area_id, part FROM joined ORDER BY agreement_id, area_id, participant_id) AS ordered
  GROUP BY agreement_id, area_id
)
SELECT
  r.id AS area_id,
  r.name AS area,
  r.kind AS area_kind,
  a.id AS agreement_id,
  a.title AS title,
  a.kind AS kind,
  a.scope AS scope,
  a.status AS status,
  a.status_as_of AS status_as_of,
  a.started AS started,
  a.ended AS ended,
  j.parts AS parts,
  CASE WHEN a.parties_open THEN 1 ELSE 0 END AS parties_open,
  a.origin AS origin
FROM parts AS j
JOIN agreements AS a ON a.id = j.agreement_id
JOIN areas AS r ON r.id = j.area_id
ORDER BY area, area_id, agreement_id
