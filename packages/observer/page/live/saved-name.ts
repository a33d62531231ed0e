const NAME_KEY = 'kintsugi.by';

/** Who has acted last in this browser; empty where nobody has, or where the browser keeps nothing. */
export function savedName(): string {
  try {
    return localStorage.getItem(NAME_KEY) ?? '';
  } catch {
    return '';
  }
}

/** Remembers it for the next time; a browser may refuse to keep anything, and it is asked again then. */
export function saveName(name: string): void {
  try {
    localStorage.setItem(NAME_KEY, name);
  } catch {
    // It was only to save typing.
  }
}
