-- One row is one dated event or measure, or the start or the end of an agreement.
WITH dated AS (
  SELECT
    'events' AS record_table, id AS record_id, 'date' AS record_column, kind, title, date AS stated_date,
    date_min AS first_day, date_max AS last_day, date_precision AS date_precision,
    stage, place, place_area_id, area_id, origin
  FROM events
  WHERE date IS NOT NULL
  UNION ALL
  SELECT
    'measures', id, 'date', kind, title, date, date_min, date_max, date_precision, NULL, NULL, NULL, area_id, origin
  FROM measures
  WHERE date IS NOT NULL
  UNION ALL
  SELECT
    'agreements', id, 'started', kind, title, started, started_min, started_max, started_precision,
    NULL, NULL, NULL, NULL, origin
  FROM agreements
  WHERE started IS NOT NULL
  UNION ALL
  SELECT
    'agreements', id, 'ended', kind, title, ended, ended_min, ended_max, ended_precision, NULL, NULL, NULL, NULL, origin
  FROM agreements
  WHERE ended IS NOT NULL
),
named AS (
  SELECT
    coalesce(p.measure_id, p.agreement_id, p.event_id) AS record_id,
    p.id AS participant_id,
    p.role || ': ' || coalesce(o.name || coalesce(' (' || h.name || ')', ''), a.name) AS party
  FROM participants AS p
  LEFT JOIN organizations AS o ON o.id = p.organization_id
  LEFT JOIN areas AS a ON a.id = p.area_id
  LEFT JOIN areas AS h ON h.id = o.area_id
),
listed AS (
  SELECT record_id AS of_record, group_concat(party, '; ') AS parties
  FROM (SELECT record_id, party FROM named ORDER BY record_id, participant_id) AS ordered
  GROUP BY record_id
)
SELECT
  d.record_table, d.record_id, d.record_column, d.kind, d.title, d.stated_date, d.first_day, d.last_day,
  d.date_precision, d.stage, l.parties, d.place, d.place_area_id, d.area_id, d.origin
FROM dated AS d
LEFT JOIN listed AS l ON l.of_record = d.record_id
ORDER BY coalesce(d.first_day, d.last_day), record_table, record_id, record_column
