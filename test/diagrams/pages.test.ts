import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generated } from './pages.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const all = await generated();

describe('pnpm diagrams', () => {
  it.each([...all])('%s shows what the objects say: if not, run it', (file, text) => {
    expect(read(file)).toBe(text);
  });

  it('writes every diagram of the pages and every picture', () => {
    const pages = ['README.md', ...filesIn('docs', '.md')];
    const byHand = pages.flatMap((page) => {
      const blocks = read(page).match(/(?:.*\n){2}```mermaid/g) ?? [];
      return blocks.filter((block) => !block.includes('<!-- diagram: '));
    });
    expect(byHand).toEqual([]);
    const pictures = [...all.keys()].filter((file) => file.endsWith('.svg'));
    expect(filesIn('docs/diagrams', '.svg').toSorted()).toEqual(pictures.toSorted());
  });
});

function filesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(new URL(`../../${folder}`, import.meta.url))
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
}
