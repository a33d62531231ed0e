/** How wide a text is at most, about: pixels, in whatever font a page has. */
export function textWidth(text: string, fontSize: number): number {
  const ems = Array.from(text, (character) =>
    (character.codePointAt(0) ?? 0) < 0x1100 ? 0.6 : 1.05,
  );
  return Math.ceil(fontSize * ems.reduce((sum, em) => sum + em, 0));
}
