import { invalidOption, refuseUnknownKeys, requireInteger, requireMs } from '@kintsugi/core';
import type { Blueprint } from './blueprint.ts';
import { INJECTIONS, type Injection, type InjectionName, type InjectionOf } from './injection.ts';
import { SIMULATED_ERRORS } from './simulated-error.ts';

/**
 * The script, when every injection of it can be carried out.
 *
 * @throws InvalidOptionError for what is no injection, a field that is missing, misspelt or out of range, and a
 * path that the tree does not have
 */
export function checkedScript(script: unknown, blueprint: Blueprint): readonly Injection[] {
  if (!Array.isArray(script))
    throw invalidOption('simulate.script', 'a list of injections', script);
  script.forEach((injection: unknown, index) =>
    checkInjection(`simulate.script[${index}]`, injection, blueprint),
  );
  return script;
}

function checkInjection(option: string, injection: unknown, blueprint: Blueprint): void {
  const given: { readonly do?: unknown } =
    typeof injection === 'object' && injection !== null ? injection : {};
  const name = INJECTIONS.find((each) => each === given.do);
  if (name === undefined)
    throw invalidOption(`${option}.do`, `one of ${INJECTIONS.join(', ')}`, given.do);
  const fields: Readonly<Record<string, Check>> = FIELDS[name];
  refuseUnknownKeys(option, given, ['do', ...Object.keys(fields)]);
  const values = new Map<string, unknown>(Object.entries(given));
  for (const [field, check] of Object.entries(fields))
    check(`${option}.${field}`, values.get(field), blueprint);
}

/** @throws InvalidOptionError for a value that the field cannot have */
type Check = (option: string, value: unknown, blueprint: Blueprint) => void;

type FieldsOf<Name extends InjectionName> = {
  readonly [Field in Exclude<keyof InjectionOf<Name>, 'do'>]-?: Check;
};

const ms: Check = (option, value) => void requireMs(option, value);
const msOrNever: Check = (option, value) => void requireMs(option, value, { infinity: true });
const error = oneOf(SIMULATED_ERRORS);
const flag = oneOf([true, false]);

function oneOf(known: readonly unknown[]): Check {
  return (option, value) => {
    if (!known.includes(value)) throw invalidOption(option, `one of ${known.join(', ')}`, value);
  };
}

function maybe(check: Check): Check {
  return (option, value, blueprint) => {
    if (value !== undefined) check(option, value, blueprint);
  };
}

const times: Check = (option, value) => {
  if (value !== Infinity) requireInteger(option, value, { min: 1 });
};

const factor: Check = (option, value) => {
  if (typeof value !== 'number' || !(value >= 1) || value === Infinity)
    throw invalidOption(option, 'a number of at least 1', value);
};

const id: Check = (option, value) => {
  if (typeof value !== 'string' || value === '' || value.includes('/'))
    throw invalidOption(option, 'a name without "/"', value);
};

const child: Check = pathOf(
  'of a service or supervisor below the root',
  (path, blueprint) => blueprint.specOf(path) !== undefined,
);
const service: Check = pathOf(
  'of a service',
  (path, blueprint) => blueprint.specOf(path)?.kind === 'service',
);
const dynamic: Check = pathOf(
  'of a dynamic supervisor',
  (path, blueprint) => blueprint.supervisorAt(path)?.template !== undefined,
);

function pathOf(whose: string, isOne: (path: string, blueprint: Blueprint) => boolean): Check {
  return (option, value, blueprint) => {
    if (typeof value !== 'string' || !isOne(value, blueprint))
      throw invalidOption(option, `the path ${whose}`, value);
  };
}

const services: Check = (option, value, blueprint) => {
  if (!Array.isArray(value)) throw invalidOption(option, 'a list of paths', value);
  value.forEach((path: unknown, index) => service(`${option}[${index}]`, path, blueprint));
};

const AT_SERVICE = { at: ms, path: service } as const;
const AT_CHILD = { at: ms, path: child } as const;
const MESSAGE: FieldsOf<'tell'> = {
  ...AT_SERVICE,
  latencyMs: maybe(msOrNever),
  error: maybe(error),
  failures: maybe(times),
  heedsAbort: maybe(flag),
  retryable: maybe(flag),
  through: maybe(service),
};
const FAILING = { ...AT_SERVICE, error, latencyMs: maybe(msOrNever) } as const;

const FIELDS: { readonly [Name in InjectionName]: FieldsOf<Name> } = {
  ask: { ...MESSAGE, timeoutMs: maybe(msOrNever) },
  tell: MESSAGE,
  outage: { at: ms, paths: services, durationMs: ms, error },
  slowdown: { ...AT_SERVICE, durationMs: ms, factor },
  failStart: FAILING,
  slowStart: { ...AT_SERVICE, latencyMs: msOrNever, heedsAbort: maybe(flag) },
  failStop: FAILING,
  slowStop: { ...AT_SERVICE, latencyMs: msOrNever },
  failFallback: { ...AT_SERVICE, error },
  failDegrade: { ...AT_SERVICE, error },
  exit: { ...AT_SERVICE, exit: oneOf(['normal', 'shutdown']) },
  recover: AT_CHILD,
  terminateChild: { ...AT_CHILD, brutal: maybe(flag) },
  restartChild: AT_CHILD,
  startChild: { at: ms, path: dynamic, id },
  deploy: { at: ms },
};
