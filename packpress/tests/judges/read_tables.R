# Prints every column of the tables that columns.tsv lists, from a folder of unpacked CSV files or an SQLite database, a cell a line.
arguments <- commandArgs(trailingOnly = TRUE)
columns <- read.delim(arguments[2], header = FALSE, col.names = c("table", "name", "class"), colClasses = "character",
                      na.strings = character(), encoding = "UTF-8")
is_folder <- dir.exists(arguments[1])
if (!is_folder) database <- DBI::dbConnect(RSQLite::SQLite(), arguments[1])
escaped <- function(text) gsub("\r", "\\r", gsub("\n", "\\n", gsub("\\", "\\b", text, fixed = TRUE), fixed = TRUE), fixed = TRUE)
for (table in unique(columns$table)) {
  own <- columns[columns$table == table, ]
  if (is_folder) {
    path <- file.path(arguments[1], "data", paste0(table, ".csv"))
    found <- read.csv(path, na.strings = "", encoding = "UTF-8", colClasses = setNames(own$class, own$name), check.names = FALSE)
  } else {
    found <- DBI::dbReadTable(database, table, check.names = FALSE)
  }
  cat("t\n")
  for (name in names(found)) {
    column <- found[[name]]
    cat("c", class(column), " ", escaped(name), "\n", sep = "")
    text <- if (is.double(column) && !inherits(column, c("Date", "integer64"))) sprintf("%.17g", column) else as.character(column)
    writeLines(ifelse(is.na(column), "-", paste0("=", escaped(enc2utf8(text)))))
  }
}
if (!is_folder) DBI::dbDisconnect(database)
