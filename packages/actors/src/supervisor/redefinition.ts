import { invalidOption } from '@kintsugi/core';
import type { Child } from '../service/child.ts';
import { checkedDynamicSupervisor, checkedSupervisor } from './checked-supervisor.ts';
import { childIn, type SupervisorDefinition } from './definition.ts';
import type { DynamicSupervisorSettings } from './from-dynamic-supervisor.ts';
import type { SupervisorSettings } from './from-supervisor.ts';
import type { SupervisorActor } from './supervisor-actor.ts';

/**
 * What a running supervisor is from now on, by its new settings.
 *
 * @throws InvalidOptionError naming the option, the rule and the value
 */
export function redefinition(
  { definition }: SupervisorActor,
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
  const { policy } = definition;
  if (definition.template !== undefined)
    return checkedDynamicSupervisor('reconfigure', {
      ...(settings as DynamicSupervisorSettings),
      policy,
    });
  const checked = checkedSupervisor('reconfigure', {
    ...(settings as SupervisorSettings),
    policy,
  });
  for (const child of checked.children) refuseAnotherKind(child, childIn(definition, child.id));
  return checked;
}

/** A ref stays the same: it cannot become another kind of actor. */
function refuseAnotherKind(child: Child, known: Child | undefined): void {
  if (known === undefined || kindOf(known) === kindOf(child)) return;
  throw invalidOption(
    `reconfigure.children: "${child.id}"`,
    `${kindOf(known)} as before: delete it first`,
    kindOf(child),
  );
}

function kindOf({ service }: Child): string {
  if (service === undefined) return 'a supervisor';
  return service.hooks === undefined ? 'XState logic' : 'a service made of functions';
}
