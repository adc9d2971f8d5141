// Prints the columns of a Parquet file as JSON; what JSON has no type for is an object with its type.
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

function cell(value) {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return { bigint: value.toString() }
  if (value instanceof Date) return { date: value.toISOString() }
  return typeof value === 'object' ? { other: String(value) } : value
}

const file = await asyncBufferFromFile(process.argv[2])
const metadata = await parquetMetadataAsync(file)
const rows = await parquetReadObjects({ file, metadata, compressors })
const names = parquetSchema(metadata).children.map(child => child.element.name)
console.log(JSON.stringify(Object.fromEntries(names.map(name => [name, rows.map(row => cell(row[name]))]))))
