import { invalidOption, refuseUnknownKeys } from '@kintsugi/core';
import type { Child, Runnable } from '../service/child.ts';
import { type ChildKind, kindOf } from '../service/child-kind.ts';
import {
  checkedDynamicSupervisor,
  checkedSupervisor,
  DYNAMIC_SETTINGS,
  SETTINGS,
} from './checked-supervisor.ts';
import type { SupervisorDefinition } from './definition.ts';
import type {
  DynamicSupervisorOptions,
  DynamicSupervisorSettings,
} from './from-dynamic-supervisor.ts';
import type { SupervisorOptions, SupervisorSettings } from './from-supervisor.ts';
import type { Roster } from './roster.ts';
import type { SupervisorActor } from './supervisor-actor.ts';

/**
 * What a running supervisor is from now on, by its new settings.
 *
 * @throws InvalidOptionError naming the option, the rule and the value
 */
export function redefinition(
  { definition, roster, spec }: SupervisorActor,
  settings: unknown,
): SupervisorDefinition {
  if (typeof settings !== 'object' || settings === null)
    throw invalidOption('reconfigure', 'an object', settings);
  if ('policy' in settings)
    throw invalidOption(
      'reconfigure.policy',
      'absent: the charts of its children hang on it',
      settings.policy,
    );
  const { policy, template } = definition;
  refuseAnotherSort(spec.path, template !== undefined, settings);
  refuseUnknownKeys('reconfigure', settings, template === undefined ? SETTINGS : DYNAMIC_SETTINGS);
  return template === undefined
    ? redefinedStatic(roster, { ...(settings as SupervisorSettings), policy })
    : redefinedDynamic(template, { ...(settings as DynamicSupervisorSettings), policy });
}

/** Settings of the other sort of supervisor: their keys are not misspelt, but out of place. */
function refuseAnotherSort(path: string, isDynamic: boolean, settings: object): void {
  const name = path === '' ? 'the root' : path;
  if (isDynamic && 'children' in settings)
    throw invalidOption(
      'reconfigure.children',
      `absent (${name} is a dynamic supervisor: give \`child\`)`,
      settings.children,
    );
  if (!isDynamic && 'child' in settings)
    throw invalidOption(
      'reconfigure.child',
      `absent (${name} is not a dynamic supervisor: give \`children\`)`,
      settings.child,
    );
}

function redefinedStatic(
  roster: Roster,
  options: SupervisorOptions<readonly Child[], string>,
): SupervisorDefinition {
  const checked = checkedSupervisor('reconfigure', options);
  for (const child of checked.children) {
    const member = roster.members.get(child.id);
    if (member !== undefined)
      refuseAnotherKind(`children: "${child.id}"`, child, kindOf(member), 'delete it first');
  }
  return checked;
}

function redefinedDynamic(
  template: Child,
  options: DynamicSupervisorOptions<Runnable, string>,
): SupervisorDefinition {
  const checked = checkedDynamicSupervisor('reconfigure', options);
  if (checked.template !== undefined)
    refuseAnotherKind('child', checked.template, kindOf(template), 'its instances are made of it');
  return checked;
}

function refuseAnotherKind(option: string, child: Child, kind: ChildKind, why: string): void {
  if (kindOf(child) !== kind)
    throw invalidOption(`reconfigure.${option}`, `${kind} as before: ${why}`, kindOf(child));
}
