/** Columns that a terminal has, or at least a tired reader's eyes. */
const WIDTH = 100;

/** A text in lines that fit, each with this indent. A number stays with its unit. */
export function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<!\d) | (?!(?:ms|s|min|h|d)\b)/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > WIDTH) {
      lines.push(indent + line);
      line = word;
    } else line = longer;
  }
  return [...lines, indent + line];
}
