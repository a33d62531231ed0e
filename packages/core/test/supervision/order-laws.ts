import type { Effect, SupervisorInput } from '../../src/index.ts';
import { AT_REST } from './group-laws.ts';
import type { Harness } from './harness.ts';
import { law } from './law.ts';

/** Who is started after whom, and stopped before whom, while the supervisor starts, runs and stops. */
export function watchOrder(harness: Harness): void {
  watchStartOrder(harness);
  watchStopOrder(harness);
  watchOrderedStarts(harness);
  harness.overseers.push((effect) => {
    if (effect.type === 'startChild') dependenciesAreThere(harness, effect.id);
    else if (effect.type === 'addChild') staysWithinLimit(harness, effect);
  });
}

/** Where the order is meant: who is ordered to start while somebody before it comes up waits for that. */
function watchOrderedStarts(harness: Harness): void {
  let ahead: string | undefined;
  const waiting = new Set<string>();
  const forget = () => {
    ahead = undefined;
    waiting.clear();
  };
  const onStart = (id: string, input: SupervisorInput) => {
    law(ahead === undefined || !waiting.has(id), `${id} is started before ${ahead}`);
    if (isStartOrder(input, id) || waiting.delete(id)) ahead ??= id;
  };
  harness.foreseers.push((input) => {
    if (input.type === 'supervisor.reconfigure' || !isOrdered(harness)) forget();
    else if (ahead !== undefined && isToStart(harness, input, ahead)) waiting.add(input.id);
  });
  harness.overseers.push((effect, input) => {
    if (effect.type === 'report' && effect.event.type === 'group.restarting') forget();
    else if (effect.type === 'startChild' && isOrdered(harness)) onStart(effect.id, input);
    else if (effect.type === 'tell' && comesToRest(harness, effect)) {
      waiting.delete(effect.id);
      if (effect.id === ahead) ahead = undefined;
    }
  });
}

function isOrdered({ spec: { strategy }, selfChart }: Harness): boolean {
  return selfChart === 'running' && (strategy === 'one_for_all' || strategy === 'rest_for_one');
}

function comesToRest(
  harness: Harness,
  { id, event }: Extract<Effect, { readonly type: 'tell' }>,
): boolean {
  return AT_REST.has(harness.targetOf(id, event) ?? '');
}

/** Whether it is an order that will not be refused, of one that stands behind this other one. */
function isToStart(
  harness: Harness,
  input: SupervisorInput,
  ahead: string,
): input is Extract<SupervisorInput, { readonly id: string }> {
  if (!('id' in input)) return false;
  const { id, type } = input;
  if (type === 'command.startChild') return !harness.order.includes(id);
  if (type !== 'command.restartChild' || !harness.after(ahead).includes(id)) return false;
  const { chart } = harness.child(id);
  return chart === 'failed' || (chart === 'stopped' && harness.livesOf(id).length === 0);
}

function isStartOrder(input: SupervisorInput, id: string): boolean {
  const isOrder = input.type === 'command.startChild' || input.type === 'command.restartChild';
  return isOrder && input.id === id;
}

/**
 * While the supervisor starts up; who is added to one that runs starts beside those that are on their way.
 * Whether children start side by side is decided when it begins.
 */
function watchStartOrder(harness: Harness): void {
  let startsUp = true;
  let isReordered = false;
  let { isSideBySide } = harness;
  harness.foreseers.push(({ type }) => {
    if (type === 'supervisor.reconfigure') isReordered = true;
    if (!isStarting(harness)) isReordered = false;
  });
  harness.overseers.push((effect, { type }) => {
    if (type === 'supervisor.start') ({ isSideBySide } = harness);
    if (type === 'supervisor.start' && effect.type === 'tellSelf') startsUp = true;
    else if (effect.type === 'started') startsUp = false;
    else if (effect.type === 'startChild' && startsUp && !isReordered)
      startsInTurn(harness, effect.id, isSideBySide);
  });
}

/** Whether they are stopped side by side is decided when the stop begins. */
function watchStopOrder(harness: Harness): void {
  let { isSideBySide } = harness;
  harness.overseers.push((effect) => {
    if (harness.selfChart !== 'stopping') ({ isSideBySide } = harness);
    else if (effect.type === 'stopChild') stopsInTurn(harness, effect.id, isSideBySide);
  });
  harness.watchers.push((_, { type }) => {
    if (harness.spec.strategy !== 'simple_one_for_one' || harness.selfChart !== 'stopping') return;
    for (const id of harness.order)
      for (const { state } of harness.livesOf(id))
        law(state === 'stopping', `${id} is not stopped with the others, after ${type}`);
  });
}

function isStarting({ selfChart }: Harness): boolean {
  return selfChart === 'starting' || selfChart === 'restarting';
}

function startsInTurn(harness: Harness, id: string, isSideBySide: boolean): void {
  if (harness.child(id).hasSettled) return;
  const ahead = isSideBySide ? dependenciesOf(harness, id) : harness.before(id);
  const unsettled = ahead.filter(
    (other) => !harness.child(other).hasSettled && !harness.recordOf(other).isDown,
  );
  law(unsettled.length === 0, `${id} is started before ${unsettled.join()} has come to rest`);
}

function dependenciesOf(harness: Harness, id: string): string[] {
  return harness.child(id).spec.dependsOn.filter((other) => harness.order.includes(other));
}

const DOWN = new Set(['degraded', 'failed', 'stopped']);

/** Whether this child has come to rest down: a paused one is down for those that depend on it. */
export function isDown(harness: Harness, id: string): boolean {
  if (!harness.order.includes(id)) return true;
  const { state, phase, life } = harness.recordOf(id);
  if (state === 'stopped' && life !== 'none') return false;
  return DOWN.has(state) || phase === 'waitingForDependency';
}

function dependenciesAreThere(harness: Harness, id: string): void {
  const { spec } = harness.child(id);
  if (!spec.pausesWithDependency) return;
  const down = spec.dependsOn.filter((other) => isDown(harness, other));
  law(down.length === 0, `${id} is started while ${down.join()} is down`);
}

function stopsInTurn(harness: Harness, id: string, isSideBySide: boolean): void {
  if (harness.spec.strategy === 'simple_one_for_one') return;
  const behind = isSideBySide ? dependantsOf(harness, id) : harness.after(id);
  const living = behind.filter((other) => harness.livesOf(other).length > 0);
  law(living.length === 0, `${id} is stopped while ${living.join()} lives`);
}

function dependantsOf(harness: Harness, id: string): string[] {
  return harness.order.filter((other) => harness.child(other).spec.dependsOn.includes(id));
}

function staysWithinLimit(
  { order, spec }: Harness,
  { id, ticket }: Extract<Effect, { readonly type: 'addChild' }>,
): void {
  law(ticket === undefined || order.length < spec.maxChildren, `${id} is one child too many`);
}
