const MOST_CHARACTERS = 20_000;

/** Plain data as indented text, as long as a person would read. */
export function Json({ value }: { readonly value: unknown }) {
  return <pre tabIndex={0}>{jsonText(value)}</pre>;
}

function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2) ?? 'undefined';
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}\n… ${text.length - MOST_CHARACTERS} more characters`;
}
