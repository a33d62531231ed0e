import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const blocks = (file: string, language: string) =>
  read(file)
    .split(`\`\`\`${language}\n`)
    .slice(1)
    .map((rest) => rest.split('```')[0] ?? '');
const block = (file: string, language: string) => blocks(file, language)[0] ?? '';

const timeless = (line: string) => line.replace(/repaired in [^,]+,/, 'repaired in a moment,');

describe('README.md', () => {
  it('shows the code that is run here', () => {
    expect(block('README.md', 'ts')).toBe(read('test/readme-example.ts'));
  });

  it('is not longer than it says', () => {
    const lines = block('README.md', 'ts')
      .trim()
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines.length).toBeLessThanOrEqual(25);
  });

  it('shows what its code prints', async () => {
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...parts) => {
      printed.push(parts.join(' '));
    });
    await import('./readme-example.ts');
    log.mockRestore();
    const shown = block('README.md', 'text').trim().split('\n');
    expect(printed.map(timeless)).toEqual(shown.map(timeless));
  });

  it('begins with the two commands, and CI runs the same test command', () => {
    const commands = block('README.md', 'sh')
      .trim()
      .split('\n')
      .map((line) => line.split('#')[0]?.trim());
    expect(commands).toEqual(['npx --yes pnpm@10.34.9 demo', 'npx --yes pnpm@10.34.9 test']);
    expect(read('.ci/run')).toContain('npx --yes pnpm@10.34.9 test');
  });
});

describe('docs/testing.md', () => {
  const shown = blocks('docs/testing.md', 'ts');
  const files = readdirSync(new URL('docs-testing', import.meta.url));

  it.each(files)('shows the code of test/docs-testing/%s, which is run', (file) => {
    expect(shown).toContain(read(`test/docs-testing/${file}`));
  });

  it('shows a message that a test of the matchers expects', () => {
    const [message = ''] = blocks('docs/testing.md', 'text');
    expect(read('packages/actors/test/vitest/matchers.test.ts')).toContain(message.trim());
  });

  it('shows no other code', () => {
    expect(shown).toHaveLength(files.length);
  });
});

describe('docs/visualising.md', () => {
  const page = read('docs/visualising.md');
  const shown = blocks('docs/visualising.md', 'ts');
  const files = readdirSync(new URL('docs-visualising', import.meta.url));
  const pictures = readdirSync(new URL('../docs/images', import.meta.url));

  it.each(files)('shows the code of test/docs-visualising/%s, which is run', (file) => {
    expect(shown).toContain(read(`test/docs-visualising/${file}`));
  });

  it('shows no other code', () => {
    expect(shown).toHaveLength(files.length);
  });

  it.each(pictures)('shows images/%s, 1280 px wide and below 200 kB', (picture) => {
    expect(page).toContain(`](images/${picture})`);
    const png = readFileSync(new URL(`../docs/images/${picture}`, import.meta.url));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(1280);
    expect(png.length).toBeLessThan(200_000);
  });

  it('shows at most five pictures, and links to what is there', () => {
    expect(pictures.length).toBeLessThanOrEqual(5);
    const links = [...page.matchAll(/\]\(((?!https:)[^)#]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(pictures.length);
    for (const link of links) expect(read(`docs/${link}`)).not.toBe('');
  });
});

describe('docs/supervision.md', () => {
  it('shows the code that is run as a test of its own', () => {
    expect(block('docs/supervision.md', 'ts')).toBe(read('test/docs-supervision.test.ts'));
  });
});

describe('docs/diagrams.md', () => {
  it('shows the code that is run as a test of its own', () => {
    expect(block('docs/diagrams.md', 'ts')).toBe(read('test/docs-diagrams.test.ts'));
  });
});

describe('docs/verification.md', () => {
  it('shows the code that is run as a test of its own', () => {
    expect(block('docs/verification.md', 'ts')).toBe(read('test/docs-verification.test.ts'));
  });
});

describe('docs/simulation.md', () => {
  it('shows the code that is run as a test of its own', () => {
    expect(block('docs/simulation.md', 'ts')).toBe(read('test/docs-simulation.test.ts'));
  });
});

describe('the README of a package', () => {
  it.each([
    ['core', 'packages/core/test/readme.test.ts'],
    ['actors', 'test/readme-example.ts'],
    ['verify', 'test/readme-verify.test.ts'],
    ['inspect', 'test/readme-inspect.test.ts'],
    ['observer', 'test/readme-observer.test.ts'],
  ])('%s shows the code of %s, which is run', (name, code) => {
    expect(block(`packages/${name}/README.md`, 'ts')).toBe(read(code));
  });

  it.each(['core', 'actors', 'verify', 'inspect', 'observer'])(
    '%s links to what is there',
    (name) => {
      const page = read(`packages/${name}/README.md`);
      const links = [...page.matchAll(/\]\((\.[^)#]+)/g)].map(([, link = '']) => link);
      expect(links.length).toBeGreaterThan(0);
      for (const link of links) expect(read(`packages/${name}/${link}`)).not.toBe('');
    },
  );
});

describe('docs/incidents.md', () => {
  it('shows the code that is run as a test of its own', () => {
    expect(block('docs/incidents.md', 'ts')).toBe(read('test/docs-incidents.test.ts'));
  });
});

/** The text of every title: of `describe`, of `it`, and of the call that `it.each(…)` makes. */
const TITLE =
  /(?:\b(?:it|describe)(?:\.\w+)*(?:<[^>]*>)?|\))\(\s*(?:'((?:[^'\\\n]|\\.)*)'|`([^`]*)`)/g;

describe('docs/semantics.md', () => {
  const page = read('docs/semantics.md');
  const rules = [...page.matchAll(/^(\d+)\. /gm)].map(([, number = '']) => number);
  const points = [...page.matchAll(/^ +- (\d+[a-z]): /gm)].map(([, point = '']) => point);
  const titles = ['packages/core/test', 'packages/actors/test'].flatMap((folder) =>
    readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .flatMap((file) => [...read(`${folder}/${file}`).matchAll(TITLE)])
      .map(([, plain, template]) => plain ?? template ?? ''),
  );
  const cited = new Set(
    titles.flatMap((title) =>
      [...title.matchAll(/\brules? (\d+[a-z]?(?:(?:, | and )\d+[a-z]?)*)/g)].flatMap(([, list]) =>
        (list ?? '').split(/, | and /),
      ),
    ),
  );

  it('has 50 rules', () => {
    expect(rules.map(Number)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it('letters the points of a rule in order, below it', () => {
    for (const rule of page.split(/^(?=\d+\. )/m).slice(1)) {
      const own = [...rule.matchAll(/^ +- (\d+[a-z]): /gm)].map(([, point]) => point);
      expect(own).toEqual(own.map((_, index) => `${parseInt(rule, 10)}${'abcdefghij'[index]}`));
    }
  });

  it.each(rules)('rule %s is cited by the title of a test', (rule) => {
    expect([...cited].map((each) => each.replace(/[a-z]$/, ''))).toContain(rule);
  });

  it('has every rule that is cited', () => {
    const known = new Set([...rules, ...points]);
    expect([...cited].filter((each) => !known.has(each))).toEqual([]);
  });
});
