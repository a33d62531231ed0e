import type { Refusal } from '@kintsugi/actors';
import type { InjectionResult } from '@kintsugi/actors/inspection';

/** Why an order was not carried out, by the tree's own words. */
export type RefusalReason =
  | Refusal['reason']
  | Extract<InjectionResult, { readonly ok: false }>['reason'];

const TEXTS: Readonly<Record<RefusalReason, string>> = {
  in_progress: 'the tree is starting or healing it already: wait until it has settled',
  running: 'it runs already',
  restarting: 'the tree is restarting it already: wait until it has settled',
  stopping: 'it, or the supervisor above it, is being stopped: wait until that is over',
  stopped: 'it is stopped, and there is nothing to bring back: start it',
  failed: 'it was tried, and it has failed again: its last incident says why',
  start_failed: 'its start has failed',
  already_started: 'there is one of this name already, and it runs',
  already_present: 'there is one of this name already',
  max_children: 'its supervisor has as many children as it may have',
  not_found: 'it is gone: its supervisor has no such child any more',
  dependency_down: 'it waits for what it depends on, which is down: bring that back first',
  simple_one_for_one: 'an instance that has ended is gone: start another',
  self_call: 'whoever has ordered it must end first: it is carried out, and nobody waits for it',
  not_a_service: 'it is a supervisor: a fault can be injected into a service only',
  not_running: 'a fault can be injected only into a service that runs',
};

/** The same for somebody who has not read the code: no sentence of its own, and without its end. */
export function refusalText(reason: RefusalReason): string {
  return TEXTS[reason];
}
