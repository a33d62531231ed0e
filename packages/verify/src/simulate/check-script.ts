import { invalidOption, requireMs } from '@kintsugi/core';
import type { Blueprint } from './blueprint.ts';
import { INJECTIONS, type Injection } from './injection.ts';
import { SIMULATED_ERRORS } from './simulated-error.ts';

/** @throws InvalidOptionError for what is no injection, a time out of range, a path that the tree does not have */
export function checkedScript(script: unknown, blueprint: Blueprint): readonly Injection[] {
  if (!Array.isArray(script))
    throw invalidOption('simulate.script', 'a list of injections', script);
  script.forEach((injection: Injection, index) =>
    checkInjection(`simulate.script[${index}]`, injection, blueprint),
  );
  return script;
}

function checkInjection(option: string, injection: Injection, blueprint: Blueprint): void {
  if (!INJECTIONS.includes(injection?.do))
    throw invalidOption(`${option}.do`, `one of ${INJECTIONS.join(', ')}`, injection?.do);
  requireMs(`${option}.at`, injection.at);
  for (const [field, value] of Object.entries(injection))
    if (field.endsWith('Ms') && value !== undefined)
      requireMs(`${option}.${field}`, value, { infinity: field === 'latencyMs' });
  checkError(option, injection);
  for (const path of pathsOf(injection)) checkPath(`${option}.path`, path, blueprint);
}

function pathsOf(injection: Injection): readonly string[] {
  if ('paths' in injection) return injection.paths;
  return 'path' in injection ? [injection.path] : [];
}

function checkError(option: string, injection: Injection): void {
  if (!('error' in injection)) return;
  const { error } = injection;
  if (error !== undefined && !SIMULATED_ERRORS.includes(error))
    throw invalidOption(`${option}.error`, `one of ${SIMULATED_ERRORS.join(', ')}`, error);
}

function checkPath(option: string, path: unknown, blueprint: Blueprint): void {
  const isKnown =
    typeof path === 'string' &&
    (blueprint.specOf(path) !== undefined || blueprint.supervisorAt(path) !== undefined);
  if (!isKnown) throw invalidOption(option, 'a path of the tree', path);
}
