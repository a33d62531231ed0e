/** `1 restart`, `3,000 restarts`, `any number of restarts`. */
export function counted(amount: number, one: string, many = `${one}s`): string {
  if (amount === Infinity) return `any number of ${many}`;
  return amount === 1 ? `1 ${one}` : `${wholeNumber(amount)} ${many}`;
}

/** With a comma between thousands. */
export function wholeNumber(amount: number): string {
  if (amount === Infinity) return 'no limit';
  return String(amount).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
