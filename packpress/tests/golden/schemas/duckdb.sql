-- Made by `packpress schema things --as sql --dialect duckdb`; change the schema and run it again.
-- COPY "things" FROM 'data/things.csv' (FORMAT csv, HEADER true, DELIMITER ',', NULLSTR ['', '-']);
-- Not checked: id: integer notation
-- Not checked: grouped: integer notation
-- Not checked: object: JSON, number of items
-- Not checked: array: JSON
-- Not checked: list: other notation, number of items
-- Not checked: date: date notation
-- Not checked: day: date format
-- Not checked: time: bounds of text
-- Not checked: datetime: bounds of text
-- Not checked: year: bounds of text
-- Not checked: yearmonth: bounds of text
-- Not checked: duration: bounds of text
-- Not checked: geopoint: other notation
-- Not checked: geojson: JSON
-- Create the table kinds first.
CREATE TABLE "things" (
  "id" BIGINT NOT NULL CHECK ("id" >= 1),
  "kind" VARCHAR NOT NULL CHECK ("kind" IN ('a', 'b')),
  "text" VARCHAR CHECK (regexp_full_match("text", '\A(?:[^\x{21}]+)\z')) CHECK (length("text") >= 1) CHECK (length("text") <= 40),
  "email" VARCHAR CHECK (regexp_full_match("email", '(?:[A-Za-z0-9!#$%&''*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&''*+/=?^_`{|}~-]+)*|"(?:[ !#-\[\]-~]|\\[ -~])*")@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,}|[Xx][Nn]--[A-Za-z0-9-]*[A-Za-z0-9])')),
  "uri" VARCHAR CHECK (regexp_full_match("uri", '(?:(?:[hH][tT][tT][pP][sS]?)://(?:(?:(?:[A-Za-z0-9._~!$&''()*+,;=-]|%[0-9A-Fa-f]{2})|:)*@)?(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&''()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::[0-9]*)?(?:/(?:[A-Za-z0-9._~!$&''()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?|(?:[A-GI-Za-gi-z][A-Za-z0-9+.-]*|[hH](?:[A-SU-Za-su-z0-9+.-][A-Za-z0-9+.-]*|[tT](?:[A-SU-Za-su-z0-9+.-][A-Za-z0-9+.-]*|[tT](?:[A-OQ-Za-oq-z0-9+.-][A-Za-z0-9+.-]*|[pP](?:[A-RT-Za-rt-z0-9+.-][A-Za-z0-9+.-]*|[sS][A-Za-z0-9+.-]+))?)?)?):(?://(?:(?:(?:(?:[A-Za-z0-9._~!$&''()*+,;=-]|%[0-9A-Fa-f]{2})|:)*@)?(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&''()*+,;=-]|%[0-9A-Fa-f]{2})+)(?::[0-9]*)?)?(?:/(?:[A-Za-z0-9._~!$&''()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?|/?(?:[A-Za-z0-9._~!$&''()*+,;=:@-]|%[0-9A-Fa-f]{2})(?:[A-Za-z0-9._~!$&''()*+,;=:@/-]|%[0-9A-Fa-f]{2})*|/)?)(?:\?(?:(?:[A-Za-z0-9._~!$&''()*+,;=:@/-]|%[0-9A-Fa-f]{2})|\?)*)?(?:#(?:(?:[A-Za-z0-9._~!$&''()*+,;=:@/-]|%[0-9A-Fa-f]{2})|\?)*)?')),
  "uuid" VARCHAR CHECK (regexp_full_match("uuid", '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}')),
  "binary" VARCHAR CHECK (regexp_full_match("binary", '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?')),
  "number" DOUBLE CHECK ("number" < 2000.0) CHECK ("number" >= 0.0),
  "euro" DOUBLE,
  "grouped" BIGINT,
  "yes" BOOLEAN,
  "object" VARCHAR,
  "array" VARCHAR CHECK ("array" IN ('[1, 2]', '[]')),
  "list" VARCHAR,
  "date" DATE CHECK ("date" >= DATE '2000-01-01'),
  "day" VARCHAR,
  "time" VARCHAR CHECK (regexp_full_match("time", '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]')),
  "datetime" VARCHAR CHECK (regexp_full_match("datetime", '(?:(?:(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29)T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|(?:(?:[0-9]{3}[1-8]|(?:[0-9]{2}[1-9]|[0-9][1-9][0-9]|[1-9][0-9]{2})0|(?:[0-8][0-9]{2}|9[0-8][0-9]|99[0-8])9)-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29)T24:00:00(?:\.0+)?)(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?')),
  "year" VARCHAR CHECK (regexp_full_match("year", '-?(?:(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})|[1-9][0-9]{4,8})(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?')),
  "yearmonth" VARCHAR CHECK (regexp_full_match("yearmonth", '-?(?:(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})|[1-9][0-9]{4,8})-(?:0[1-9]|1[0-2])(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?')),
  "duration" VARCHAR CHECK (regexp_full_match("duration", '-?P(?:[0-9]+Y(?:[0-9]+M)?(?:[0-9]+D)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D|(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+M(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+(?:\.[0-9]+)?S))')),
  "geopoint" VARCHAR CHECK (regexp_full_match("geopoint", '[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+), ?[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)')),
  "geojson" VARCHAR,
  "any" VARCHAR,
  PRIMARY KEY ("id"),
  UNIQUE ("kind", "text"),
  UNIQUE ("uuid"),
  FOREIGN KEY ("kind") REFERENCES "kinds" ("kind")
);
