import type { PlainData } from '@kintsugi/core';
import { type FollowedActor, plainSnapshot, type Redact } from '@kintsugi/actors/inspection';
import type { V4Event } from './v4-event.ts';

/** The fields of an XState 4 state that `State.create` asks for. */
export interface V4State {
  readonly value: PlainData;
  readonly context: PlainData;
  readonly event: V4Event['data'];
  readonly _event: V4Event;
  readonly _sessionid: string;
  readonly done: boolean;
  readonly changed: true;
  readonly tags: readonly string[];
  readonly historyValue: null;
  readonly actions: readonly [];
  readonly activities: Readonly<Record<string, never>>;
  readonly meta: Readonly<Record<string, never>>;
  readonly events: readonly [];
  readonly configuration: readonly [];
  readonly transitions: readonly [];
  readonly children: Readonly<Record<string, never>>;
}

/** How an actor stands, as a state of XState 4; of an actor that is no machine its status is the state. */
export function v4State(
  actor: FollowedActor,
  snapshot: unknown,
  event: V4Event,
  redact: Redact,
): V4State {
  const {
    status,
    value,
    context = null,
    output,
    error,
    tags = [],
  } = plainSnapshot(snapshot, redact);
  const hasChart = actor.machine !== undefined && value !== undefined;
  return {
    value: hasChart ? value : status,
    // XState 4 has no place for what an actor that is no machine came to.
    context: hasChart ? context : (error ?? output ?? context),
    event: event.data,
    _event: event,
    _sessionid: actor.sessionId,
    done: status === 'done',
    changed: true,
    tags,
    historyValue: null,
    actions: [],
    activities: {},
    meta: {},
    events: [],
    configuration: [],
    transitions: [],
    children: {},
  };
}
