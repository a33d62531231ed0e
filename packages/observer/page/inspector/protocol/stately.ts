import { plainData } from '@kintsugi/core';
import { type Fields, fieldsOf, isFields, textIn } from '../model/fields.ts';
import { type EventData, type Standing, STATUSES, type Told } from '../model/told.ts';

/** A message of `@statelyai/inspect` 0.7, read; undefined for what is none. */
export function readStately(message: unknown): Told | undefined {
  if (!isFields(message)) return undefined;
  const sessionId = textIn(message, 'sessionId');
  const at = Number(message['createdAt']);
  if (sessionId === undefined || !Number.isFinite(at)) return undefined;
  const base = { sessionId, at };
  switch (message['type']) {
    case '@xstate.actor':
      return introduction(message, base);
    case '@xstate.event': {
      const event = eventData(message['event']);
      return { ...base, type: 'event', event, sourceId: textIn(message, 'sourceId') };
    }
    case '@xstate.snapshot': {
      const event = eventData(message['event']);
      const standing = standingOf(message['snapshot'], event.type);
      return { ...base, type: 'moved', event, standing };
    }
    default:
      return undefined;
  }
}

function introduction(message: Fields, base: Pick<Told, 'sessionId' | 'at'>): Told {
  return {
    ...base,
    type: 'actor',
    name: textIn(message, 'name') ?? base.sessionId,
    parentId: textIn(message, 'parentId'),
    rootId: textIn(message, 'rootId'),
    definition: textIn(message, 'definition') ?? '{}',
    standing: standingOf(message['snapshot'], ''),
  };
}

function standingOf(snapshot: unknown, eventType: string): Standing {
  const fields = fieldsOf(snapshot);
  const { value, context, output, error } = fields;
  const said = STATUSES.find((status) => status === fields['status']) ?? 'active';
  // Reducers stay `active` when they are stopped.
  const status = said === 'active' && eventType === 'xstate.stop' ? 'stopped' : said;
  return {
    status,
    ...(value !== undefined && { value }),
    ...(context !== undefined && { context: plainData(context) }),
    ...(output !== undefined && { output: plainData(output) }),
    ...(status === 'error' && { error: plainData(error) }),
  };
}

/** An event as plain data; what has no type is called so. */
export function eventData(event: unknown): EventData {
  const plain = fieldsOf(plainData(event)) as Partial<EventData>;
  return { ...plain, type: typeof plain.type === 'string' ? plain.type : '(no type)' };
}
