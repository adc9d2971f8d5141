SELECT id AS ferry_id, began, began_min AS first_day, began_max AS last_day, substr(CAST(began_min AS TEXT), 1, 4) AS first_year
FROM ferries
WHERE began IS NOT NULL
ORDER BY first_day, ferry_id
