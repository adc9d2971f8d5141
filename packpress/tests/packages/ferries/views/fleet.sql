-- One row a port: how many ferries it has, and which.
WITH home AS (
    SELECT port, id, seats
    FROM ferries
    ORDER BY id
)
SELECT
    p.id AS port_id,
    p.name || CASE WHEN p.is_open THEN '' ELSE ' (closed)' END AS label,
    count(h.id) AS ferries,
    coalesce(group_concat(h.id, ' '), '') AS ids,
    sum(h.seats) FILTER (WHERE h.seats > 100) AS large_seats,
    p.depth
FROM ports AS p
LEFT JOIN home AS h ON h.port = p.id
GROUP BY p.id, p.name, p.is_open, p.depth
ORDER BY port_id
