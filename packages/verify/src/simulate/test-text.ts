import { invalidOption, refuseUnknownKeys } from '@kintsugi/core';
import type { TestImports } from './failure.ts';
import type { Injection } from './injection.ts';
import { LAWS } from './laws/laws.ts';
import { DEFAULT_REBOOT_AFTER_MS } from './simulate-options.ts';

/** Something that a generated test imports: `import { name } from 'from'`. */
export interface ImportOf {
  /** What it is exported as: an identifier; `default` for a default export. */
  readonly name: string;
  /** As in an import: a package, or a path from the test's folder. */
  readonly from: string;
}

/** What goes wrong, and under which options it does. */
export interface TestSubject {
  readonly invariant: string;
  readonly what: string;
  readonly script: readonly Injection[];
  readonly seed: number | undefined;
  readonly rebootAfterMs: number;
  /** Something was put in the place of simulated services. */
  readonly isReplaced: boolean;
}

/**
 * A vitest file that fails as long as the script goes wrong.
 *
 * @throws InvalidOptionError when it would not fail without something that is not imported
 */
export function testText(subject: TestSubject, imports: TestImports): string {
  requireImports(subject, imports);
  const { invariant, what, script, seed, rebootAfterMs } = subject;
  const { tree, invariants, replace } = imports;
  const lines = script.map((injection) => `    ${literal(injection)},`);
  return [
    `import { simulate } from '@kintsugi/verify';`,
    `import { expect, it } from 'vitest';`,
    importLine('tree', tree),
    ...(invariants === undefined ? [] : [importLine('invariants', invariants)]),
    ...(replace === undefined ? [] : [importLine('replace', replace)]),
    '',
    `// Written by simulate. When this is all that happens, the invariant does not hold:`,
    `// ${what.replaceAll(/\s+/g, ' ')}`,
    `it(${quoted(invariant)}, async () => {`,
    `  const { failure } = await simulate(${localName('tree', tree)}, {`,
    ...(seed === undefined ? [] : [`    seed: ${seed},`]),
    ...(rebootAfterMs === DEFAULT_REBOOT_AFTER_MS
      ? []
      : [`    rebootAfterMs: ${literal(rebootAfterMs)},`]),
    ...(invariants === undefined
      ? []
      : [`    invariants: ${localName('invariants', invariants)},`]),
    ...(replace === undefined ? [] : [`    replace: ${localName('replace', replace)},`]),
    `    script: [`,
    ...lines.map((line) => `  ${line}`),
    `    ],`,
    `  });`,
    `  expect(failure?.text).toBeUndefined();`,
    `});`,
    '',
  ].join('\n');
}

type Role = keyof TestImports;

function requireImports({ invariant, isReplaced }: TestSubject, imports: TestImports): void {
  if (typeof imports !== 'object' || imports === null)
    throw invalidOption('toTest', 'an object that has the import of the tree', imports);
  refuseUnknownKeys('toTest', imports, Object.keys(MEANING));
  const isOwn = !LAWS.some((law) => law === invariant);
  requireImport('tree', imports.tree, true);
  requireImport('invariants', imports.invariants, isOwn);
  requireImport('replace', imports.replace, isReplaced);
}

const MEANING: Readonly<Record<Role, string>> = {
  tree: 'the import of the tree',
  invariants: 'the import of yours, one of which does not hold',
  replace: 'the import of the function that was given to simulate',
};

function requireImport(role: Role, given: ImportOf | undefined, isNeeded: boolean): void {
  if (given === undefined && !isNeeded) return;
  if (typeof given !== 'object' || given === null)
    throw invalidOption(`toTest.${role}`, MEANING[role], given);
  checkImport(`toTest.${role}`, given);
}

function checkImport(option: string, { name, from }: ImportOf): void {
  if (!IDENTIFIER.test(name) || OWN_NAMES.has(name))
    throw invalidOption(
      `${option}.name`,
      `an identifier, but none of ${[...OWN_NAMES].join(', ')}`,
      name,
    );
  if (typeof from !== 'string' || from === '')
    throw invalidOption(`${option}.from`, 'a package or a path', from);
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
/** Names that the written test itself uses. */
const OWN_NAMES: ReadonlySet<string> = new Set(['simulate', 'expect', 'it', 'failure']);

/** What the test calls it: a default export has no name of its own. */
function localName(role: Role, { name }: ImportOf): string {
  return name === 'default' ? role : name;
}

function importLine(role: Role, given: ImportOf): string {
  const local = localName(role, given);
  return `import ${given.name === 'default' ? local : `{ ${local} }`} from ${quoted(given.from)};`;
}

/** The same text, whatever stands in it. */
function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

/** As a person writes it, and the same value. */
function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return grouped(String(value));
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([key, each]) => `${key}: ${literal(each)}`);
  return `{ ${fields.join(', ')} }`;
}

/** Thousands apart in a whole number: `86_400_000`. */
function grouped(digits: string): string {
  return /^\d+$/.test(digits) ? digits.replaceAll(/\B(?=(?:\d{3})+$)/g, '_') : digits;
}
