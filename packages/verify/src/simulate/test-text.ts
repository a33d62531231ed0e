import type { TestImports } from './failure.ts';
import type { Injection } from './injection.ts';

/** Something that a generated test imports: `import { name } from 'from'`. */
export interface ImportOf {
  readonly name: string;
  /** As in an import: a package, or a path from the test's folder. */
  readonly from: string;
}

/** A vitest file that fails as long as the script goes wrong. */
export function testText(
  failure: {
    readonly invariant: string;
    readonly what: string;
    readonly script: readonly Injection[];
    readonly seed: number | undefined;
  },
  { tree, invariants }: TestImports,
): string {
  const { invariant, what, script, seed } = failure;
  const lines = script.map((injection) => `    ${literal(injection)},`);
  return [
    `import { simulate } from '@kintsugi/verify';`,
    `import { expect, it } from 'vitest';`,
    importLine(tree),
    ...(invariants === undefined ? [] : [importLine(invariants)]),
    '',
    `// Written by simulate. When this is all that happens, the invariant does not hold:`,
    `// ${what.replaceAll(/\s+/g, ' ')}`,
    `it(${quoted(invariant)}, async () => {`,
    `  const { failure } = await simulate(${tree.name}, {`,
    ...(seed === undefined ? [] : [`    seed: ${seed},`]),
    ...(invariants === undefined ? [] : [`    invariants: ${invariants.name},`]),
    `    script: [`,
    ...lines.map((line) => `  ${line}`),
    `    ],`,
    `  });`,
    `  expect(failure?.text).toBeUndefined();`,
    `});`,
    '',
  ].join('\n');
}

function importLine({ name, from }: ImportOf): string {
  return `import { ${name} } from ${quoted(from)};`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll(/\s+/g, ' ')}'`;
}

/** As a person writes it. */
function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return value.toLocaleString('en-US').replaceAll(',', '_');
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([key, each]) => `${key}: ${literal(each)}`);
  return `{ ${fields.join(', ')} }`;
}
