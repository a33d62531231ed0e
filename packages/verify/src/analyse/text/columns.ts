/** Rows of cells, side by side; the last column is as wide as it is. */
export function columns(rows: readonly (readonly string[])[], indent: string): readonly string[] {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === row.length - 1 ? cell : cell.padEnd(widths?.[column] ?? 0),
    );
    return indent + cells.join('  ');
  });
}
