/** A column of a ring, to be written over. */
export function column<Value>(size: number, value: Value): Value[] {
  return Array.from({ length: size }, () => value);
}

/** What stands in a row that has been written. */
export function cell<Value>(values: ArrayLike<Value | undefined>, row: number): Value {
  const value = values[row];
  if (value === undefined) throw new Error(`row ${row} is empty`);
  return value;
}
