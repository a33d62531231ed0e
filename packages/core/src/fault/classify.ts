import { defaultRules, type ClassifyRule } from './default-rules.ts';
import { isSeverity, type Severity } from './severity.ts';

const MAX_DEPTH = 8;
const MAX_ERRORS = 2_000;

/**
 * How severe an error is, and which rule says so.
 *
 * @example
 * ```ts
 * const classification: Classification = { severity: 'TRANSIENT', rule: 'cause > system-code' };
 * ```
 */
export interface Classification {
  /** Before the failure window may raise it. */
  readonly severity: Severity;
  /** Name of the rule that knew the error, with that of the contained error after `>`; `unknown` when none did. */
  readonly rule: string;
  /** Names of the rules that threw, or answered with something that is no severity, and were skipped. */
  readonly brokenRules?: readonly string[];
}

interface Walk {
  readonly rules: readonly ClassifyRule[];
  broken: Set<string> | undefined;
  left: number;
}

/**
 * How severe a thrown value is: the first rule of the table that knows it says so; what no rule knows is `RECOVERABLE`.
 *
 * The outermost error is asked about first, then what it contains, at most 8 levels deep. Takes any value and never throws: a
 * rule that throws is skipped and named in `brokenRules`.
 *
 * @param rules - in order of precedence; {@link defaultRules} when left out
 * @example
 * ```ts
 * classify(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }));
 * // { severity: 'TRANSIENT', rule: 'cause > system-code' }
 * classify('boom'); // { severity: 'RECOVERABLE', rule: 'unknown' }
 * ```
 */
export function classify(
  error: unknown,
  rules: readonly ClassifyRule[] = defaultRules,
): Classification {
  const walk: Walk = { rules, broken: undefined, left: MAX_ERRORS };
  const found = judge(error, NONE, walk) ?? UNKNOWN;
  return walk.broken === undefined ? found : { ...found, brokenRules: [...walk.broken] };
}

const NONE: readonly never[] = [];
const UNKNOWN: Classification = { severity: 'RECOVERABLE', rule: 'unknown' };

/** `outer` are the errors this one is contained in: one that contains itself is not asked about again. */
function judge(error: unknown, outer: readonly unknown[], walk: Walk): Classification | undefined {
  if (outer.length >= MAX_DEPTH || walk.left <= 0 || outer.includes(error)) return undefined;
  walk.left -= 1;
  // What most errors never need is made for those that contain others: this runs for every fault.
  let contained: readonly Classification[] = NONE;
  const inner = (value: unknown): Severity | undefined => {
    const found = judge(value, [...outer, error], walk);
    if (found !== undefined) contained = [...contained, found];
    return found?.severity;
  };
  for (const rule of walk.rules) {
    contained = NONE;
    const severity = severityBy(rule, error, inner, walk);
    if (severity !== undefined) {
      const source = contained.find((found) => found.severity === severity);
      return { severity, rule: source === undefined ? rule.name : `${rule.name} > ${source.rule}` };
    }
  }
  return undefined;
}

function severityBy(
  rule: ClassifyRule,
  error: unknown,
  inner: (value: unknown) => Severity | undefined,
  walk: Walk,
): Severity | undefined {
  try {
    const severity: unknown = rule.classify(error, inner);
    if (severity === undefined || isSeverity(severity)) return severity;
  } catch {
    // A rule is code of the user: if its throw got out, the supervisor would fail for the fault of a child.
  }
  walk.broken ??= new Set();
  walk.broken.add(rule.name);
  return undefined;
}
