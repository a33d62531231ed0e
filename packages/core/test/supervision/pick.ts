/** One thing that may happen next. `detail` says how, by its remainders. */
export type Choice = (detail: number) => unknown;

export const pick = <Item>(items: readonly Item[], detail: number): Item => {
  const item = items[detail % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};
