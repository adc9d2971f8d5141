-- One row is one count of deaths: what it counts, for which time, as published when and in which state.
SELECT
  s.area_id AS area_id,
  s.period AS period,
  s.substance_id AS substance_id,
  s.population AS population,
  s.status AS status,
  s.as_of AS as_of,
  s.value AS value,
  s.qualifier AS qualifier,
  s.origin AS origin,
  s.corresponds_to_id AS corresponds_to_id,
  s.id AS statistic_id,
  s.title AS title
FROM statistics AS s
WHERE s.category = 'deaths' AND s.unit = '{death}'
ORDER BY coalesce(s.area_id, ''), coalesce(s.period, ''), coalesce(s.substance_id, ''), coalesce(s.as_of, ''), statistic_id
