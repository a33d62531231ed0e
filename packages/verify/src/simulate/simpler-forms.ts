import type { Injection } from './injection.ts';

/** Fields that may be missing, in the order in which they are left out. */
const OPTIONAL = [
  'through',
  'heedsAbort',
  'retryable',
  'timeoutMs',
  'failures',
  'latencyMs',
  'error',
  'brutal',
] as const;

/** Fields that must be there and may be less. */
const AMOUNTS = ['durationMs', 'latencyMs', 'factor', 'failures', 'timeoutMs'] as const;

/** Kinds without which a field may not be missing. */
const NEEDED: Readonly<Partial<Record<Injection['do'], readonly string[]>>> = {
  slowStart: ['latencyMs'],
  slowStop: ['latencyMs'],
  failStart: ['error'],
  failStop: ['error'],
  failFallback: ['error'],
  failDegrade: ['error'],
  outage: ['error'],
};

/** Simpler forms of one injection, the simplest first. */
export function simplerForms(injection: Injection): readonly Injection[] {
  const needed = NEEDED[injection.do] ?? [];
  const omitted = OPTIONAL.filter((field) => field in injection && !needed.includes(field));
  return [
    ...omitted.map((field) => without(injection, field)),
    ...onFewerPaths(injection),
    ...(injection.do === 'tell' ? [{ ...injection, do: 'ask' } as const] : []),
    ...AMOUNTS.flatMap((field) => withLess(injection, field)),
  ];
}

function without(injection: Injection, field: string): Injection {
  return Object.fromEntries(Object.entries(injection).filter(([key]) => key !== field)) as never;
}

function onFewerPaths(injection: Injection): readonly Injection[] {
  if (injection.do !== 'outage' || injection.paths.length < 2) return [];
  const { paths } = injection;
  return paths.map((path) => ({ ...injection, paths: paths.filter((other) => other !== path) }));
}

function withLess(injection: Injection, field: string): readonly Injection[] {
  const amount = new Map<string, unknown>(Object.entries(injection)).get(field);
  if (typeof amount !== 'number') return [];
  return [1, 10, 100, 1_000, 10_000, 60_000, rounded(amount)]
    .filter((smaller) => smaller < amount)
    .map((smaller) => ({ ...injection, [field]: smaller }));
}

/** To its first digit. */
function rounded(amount: number): number {
  const unit = 10 ** Math.floor(Math.log10(amount));
  return Math.floor(amount / unit) * unit;
}
