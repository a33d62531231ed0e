import {
  AUTO_SHUTDOWNS,
  invalidOption,
  refuseUnknownKeys,
  requireInteger,
  STRATEGIES,
  validateIntensity,
} from '@kintsugi/core';
import { selfHealing } from '../policy/policy.ts';
import { requirePolicy } from '../policy/require-policy.ts';
import { type Child, describedChild, type Runnable } from '../service/child.ts';
import { checkDependencies } from './check-dependencies.ts';
import type { SupervisorDefinition } from './definition.ts';
import type { DynamicSupervisorOptions } from './from-dynamic-supervisor.ts';
import type { SupervisorOptions } from './from-supervisor.ts';

/** What a supervisor may be given, besides its policy. */
export const SETTINGS = ['children', 'strategy', 'intensity', 'autoShutdown'] as const;

const TEMPLATE = ['restart', 'shutdown', 'input'] as const;

/** {@link SETTINGS} of a dynamic supervisor. */
export const DYNAMIC_SETTINGS = [...TEMPLATE, 'child', 'maxChildren', 'intensity'] as const;

/**
 * A supervisor's options, complete.
 *
 * @param option - the name under which the caller was given them, for the error
 * @throws InvalidOptionError naming the option, the rule and the value
 */
export function checkedSupervisor(
  option: string,
  options: SupervisorOptions<readonly Child[], string>,
): SupervisorDefinition {
  refuseUnknownKeys(option, options, [...SETTINGS, 'policy']);
  const { children, intensity, policy = selfHealing } = options;
  const strategy = oneOf(`${option}.strategy`, STRATEGIES, options.strategy ?? 'one_for_one');
  const autoShutdown = oneOf(
    `${option}.autoShutdown`,
    AUTO_SHUTDOWNS,
    options.autoShutdown ?? 'never',
  );
  requirePolicy(`${option}.policy`, policy);
  if (intensity !== undefined) validateIntensity(`${option}.intensity`, intensity);
  checkChildren(option, children);
  if (autoShutdown === 'never')
    children.forEach((each, index) => refuseSignificant(`${option}.children[${index}]`, each));
  checkDependencies(option, children, { strategy, policy });
  const template = undefined;
  const maxChildren = Infinity;
  return { strategy, autoShutdown, intensity, policy, children, template, maxChildren };
}

/** {@link checkedSupervisor} for one whose children are instances of a template. */
export function checkedDynamicSupervisor(
  option: string,
  options: DynamicSupervisorOptions<Runnable, string>,
): SupervisorDefinition {
  refuseUnknownKeys(option, options, [...DYNAMIC_SETTINGS, 'policy']);
  const { maxChildren = Infinity, intensity, policy = selfHealing } = options;
  if (maxChildren !== Infinity) requireInteger(`${option}.maxChildren`, maxChildren, { min: 0 });
  if (intensity !== undefined) validateIntensity(`${option}.intensity`, intensity);
  requirePolicy(`${option}.policy`, policy);
  return {
    strategy: 'simple_one_for_one',
    autoShutdown: 'never',
    intensity,
    policy,
    children: [],
    template: templateOf(options),
    maxChildren,
  };
}

/** Its id is never seen: every instance has one of its own. */
function templateOf(options: DynamicSupervisorOptions<Runnable, string>): Child {
  const spec: Record<string, unknown> = {};
  for (const key of TEMPLATE) if (options[key] !== undefined) spec[key] = options[key];
  return describedChild('instance', options.child, spec);
}

function oneOf<const Values extends readonly string[]>(
  option: string,
  values: Values,
  value: unknown,
): Values[number] {
  const known = values.find((each) => each === value);
  if (known === undefined) throw invalidOption(option, `one of ${values.join(', ')}`, value);
  return known;
}

function checkChildren(option: string, children: unknown): void {
  if (!Array.isArray(children))
    throw invalidOption(`${option}.children`, 'a list of children', children);
  const ids = new Set<string>();
  children.forEach((each: unknown, index) => {
    const { id } = requireChild(`${option}.children[${index}]`, each);
    if (ids.has(id))
      throw invalidOption(`${option}.children[${index}].id`, 'unique among its siblings', id);
    ids.add(id);
  });
}

/**
 * The value, when it was made by `child`.
 *
 * @throws InvalidOptionError otherwise
 */
export function requireChild(option: string, value: unknown): Child {
  const isMade = typeof value === 'object' && value !== null && 'runs' in value && 'spec' in value;
  if (!isMade) throw invalidOption(option, 'made by child()', value);
  return value as Child;
}

/**
 * A significant child means nothing to a supervisor that never stops by itself.
 *
 * @throws InvalidOptionError naming both settings
 */
export function refuseSignificant(option: string, { id, spec }: Child): void {
  if (spec.significant)
    throw invalidOption(
      `${option}.significant`,
      `false while autoShutdown is "never" (child "${id}")`,
      true,
    );
}
