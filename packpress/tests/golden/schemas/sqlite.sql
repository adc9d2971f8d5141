-- Made by `packpress schema things --as sql --dialect sqlite`; change the schema and run it again.
-- Load missing values as NULL.
-- Not checked: text: pattern
-- Not checked: email: text notation
-- Not checked: uri: text notation
-- Not checked: uuid: text notation
-- Not checked: binary: text notation
-- Not checked: object: number of items
-- Not checked: list: other notation, number of items
-- Not checked: day: date format
-- Not checked: time: text notation, bounds of text
-- Not checked: datetime: text notation, bounds of text
-- Not checked: year: text notation, bounds of text
-- Not checked: yearmonth: text notation, bounds of text
-- Not checked: duration: text notation, bounds of text
-- Not checked: geopoint: text notation, other notation
-- Create the table kinds first.
CREATE TABLE "things" (
  "id" INTEGER NOT NULL CHECK ("id" >= 1),
  "kind" TEXT NOT NULL CHECK ("kind" IN ('a', 'b')),
  "text" TEXT CHECK (length("text") >= 1) CHECK (length("text") <= 40),
  "email" TEXT,
  "uri" TEXT,
  "uuid" TEXT,
  "binary" TEXT,
  "number" REAL CHECK ("number" < 2000.0) CHECK ("number" >= 0.0),
  "euro" REAL,
  "grouped" INTEGER,
  "yes" INTEGER CHECK ("yes" IN (0, 1)),
  "object" TEXT CHECK ("object" IS NULL OR json_valid("object")),
  "array" TEXT CHECK ("array" IS NULL OR json_valid("array")) CHECK ("array" IN ('[1, 2]', '[]')),
  "list" TEXT,
  "date" TEXT CHECK ("date" IS date("date", '+0 days')) CHECK ("date" >= '2000-01-01'),
  "day" TEXT,
  "time" TEXT,
  "datetime" TEXT,
  "year" TEXT,
  "yearmonth" TEXT,
  "duration" TEXT,
  "geopoint" TEXT,
  "geojson" TEXT CHECK ("geojson" IS NULL OR json_valid("geojson")),
  "any" TEXT,
  PRIMARY KEY ("id"),
  UNIQUE ("kind", "text"),
  UNIQUE ("uuid"),
  FOREIGN KEY ("kind") REFERENCES "kinds" ("kind")
) STRICT;
