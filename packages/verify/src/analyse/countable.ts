import type { SupervisorDescription } from '@kintsugi/actors';
import { type ChildSpec, invalidOption, type SupervisorSpec } from '@kintsugi/core';

/** Every restart up to a limit is played through: a larger one would take minutes. */
const MOST_COUNTED = 10_000;

/** @throws InvalidOptionError for a limit that nobody would wait for, naming it */
export function requireCountable(descriptions: readonly SupervisorDescription[]): void {
  for (const { spec, template } of descriptions) {
    const at = `analyse: ${spec.path === '' ? 'the root' : spec.path}`;
    requireLimits(at, limitsOf(spec));
    const children = template === undefined ? spec.children : [{ id: '*', spec: template }];
    for (const { id, spec: child } of children) requireLimits(`${at}: ${id}`, ownLimits(child));
  }
}

type Limits = Readonly<Record<string, number | undefined>>;

function limitsOf({ policy, intensity }: SupervisorSpec): Limits {
  const { restart, pattern, longWindow, customSteps } = policy;
  const steps = Object.entries(customSteps).map(([name, attempts]) => [
    `${name}.maxAttempts`,
    attempts,
  ]);
  return {
    'intensity.maxRestarts': intensity?.maxRestarts,
    'restart.maxAttempts': restart.maxAttempts,
    'pattern.failures': pattern.failures,
    'longWindow.restarts': longWindow.restarts,
    ...Object.fromEntries(steps),
  };
}

function ownLimits({ intensity }: ChildSpec): Limits {
  return { 'intensity.maxRestarts': intensity?.maxRestarts };
}

function requireLimits(at: string, limits: Limits): void {
  for (const [name, limit = 0] of Object.entries(limits))
    if (limit > MOST_COUNTED && limit !== Infinity)
      throw invalidOption(
        `${at}: ${name}`,
        `at most ${MOST_COUNTED}, or Infinity, to be analysed`,
        limit,
      );
}
