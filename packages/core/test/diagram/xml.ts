/** An element of a document, as it was written. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of it alone, not of what is in it. */
  text: string;
}

const TOKEN =
  /<(\w+)((?: [\w-]+="[^"<]*")*)(\/?)>|<\/(\w+)>|((?:[^<>&]|&(?:amp|lt|gt|quot|#39);)+)/gu;
const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const NO_CHARACTER = /[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/u;

/** All elements of a document, in their order. @throws Error when it is not well-formed XML */
export function parseXml(document: string): readonly Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  for (const [, name, attributes = '', end, closed, text = ''] of tokensOf(document)) {
    if (name !== undefined) elements.push({ name, attributes: attributesOf(attributes), text: '' });
    if (end === '') open.push(...elements.slice(-1));
    write(open.at(-1), unescaped(text));
    if (closed !== undefined) close(open, closed);
  }
  if (open.length > 0) throw new Error(`${open.length} elements are not closed`);
  return elements;
}

function tokensOf(document: string): readonly RegExpMatchArray[] {
  if (NO_CHARACTER.test(document)) throw new Error('a character that XML may not hold');
  const tokens = [...document.matchAll(TOKEN)];
  if (tokens.map(([all]) => all).join('') !== document) throw new Error(`not XML: ${document}`);
  return tokens;
}

function write(element: Element | undefined, text: string): void {
  if (element !== undefined) element.text += text;
}

function close(open: Element[], name: string): void {
  if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(/ ([\w-]+)="([^"]*)"/g)];
  const names = pairs.map(([, name]) => name);
  if (new Set(names).size < names.length) throw new Error(`an attribute twice:${text}`);
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

function unescaped(text: string): string {
  return text.replaceAll(/&[^;]+;/g, (code) => CHARACTERS[code] ?? code);
}
