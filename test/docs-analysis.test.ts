import { readFileSync } from 'node:fs';
import { otp, selfHealing } from '@kintsugi/actors';
import { analyse, describeAnalysis, FINDING_RULES, type FindingRule } from '@kintsugi/verify';
import { describe, expect, it } from 'vitest';
import { examples } from './docs-analysis-rules.ts';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const page = read('docs/analysis.md');
const block = (text: string, language: string) =>
  text.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';
const section = (heading: string) => page.split(`\n### ${heading}\n`)[1]?.split('\n### ')[0] ?? '';
/** Without its layout, and without what the formatter makes of an expression that stands alone. */
const plain = (code: string) => code.replaceAll(/\s+/g, ' ').trim().replace(/;$/, '');

/** What is printed of one rule. */
function printed(rule: FindingRule): string {
  const parts = describeAnalysis(analyse(examples[rule])).split('\n\n');
  return parts.find((part) => part.includes(`: ${rule} (`)) ?? '';
}

describe('docs/analysis.md', () => {
  it('shows the code that is run as a test of its own', () => {
    expect(block(page, 'ts')).toBe(read('test/docs-analysis-example.test.ts'));
  });

  it('has every finding, and no other', () => {
    const headings = [...page.matchAll(/^### `(.+)`$/gm)].map(([, rule]) => rule);
    expect(headings).toEqual(FINDING_RULES);
  });

  it.each(FINDING_RULES)('%s: shows an example, and what is said of it', (rule) => {
    const shown = section(`\`${rule}\``);
    expect(plain(read('test/docs-analysis-rules.ts'))).toContain(
      plain(`'${rule}': ${block(shown, 'ts')}`),
    );
    expect(block(shown, 'text').trimEnd()).toBe(printed(rule));
  });

  it.each([
    ['selfHealing', selfHealing],
    ['otp', otp],
  ])('shows what the preset %s comes to', (name, preset) => {
    expect(block(section(name), 'text').trimEnd()).toBe(describeAnalysis(analyse(preset)));
  });
});
