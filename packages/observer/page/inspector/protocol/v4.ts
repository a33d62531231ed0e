import { plainData } from '@kintsugi/core';
import { type Fields, fieldsOf, isFields, parsedJson, textIn } from '../model/fields.ts';
import type { EventData, Standing, Told } from '../model/told.ts';
import { eventData } from './stately.ts';

/** What a viewer of `@xstate/inspect` says first: nothing is told before. */
export const INSPECTING = JSON.stringify({ type: 'xstate.inspecting' });

/** Asks a service to take an event. */
export function sendMessage(sessionId: string, event: EventData): string {
  const scxml = { name: event.type, data: event, $$type: 'scxml', type: 'external' };
  return JSON.stringify({
    type: 'xstate.event',
    event: JSON.stringify({ ...scxml, origin: sessionId }),
    service: sessionId,
  });
}

/** Reads the messages of one connection with `@xstate/inspect` 0.8. */
export class V4Reader {
  readonly #ids = new Map<string, string>();
  readonly #sessions = new Map<string, string>();
  /** Of services whose last event is the error that they have crashed with. */
  readonly #crashed = new Map<string, Standing>();

  /** Nothing for what is no message. */
  read(text: unknown, at: number): readonly Told[] {
    const message = parsedJson(text);
    const sessionId = isFields(message) ? textIn(message, 'sessionId') : undefined;
    if (!isFields(message) || sessionId === undefined) return [];
    const base = { sessionId, at };
    switch (message['type']) {
      case 'service.register':
        return [this.#registered(message, base)];
      case 'service.event':
        return [{ ...base, type: 'event', ...eventOf(message['event']) }];
      case 'service.state':
        return [this.#moved(message, base)];
      case 'service.stop':
        return this.#stopped(base);
      default:
        return [];
    }
  }

  #registered(message: Fields, base: Base): Told {
    const definition = textIn(message, 'machine') ?? '{}';
    const machine = fieldsOf(parsedJson(definition));
    // Whoever comes late is told no id of it.
    const name = textIn(message, 'id') ?? textIn(machine, 'key') ?? base.sessionId;
    this.#ids.set(base.sessionId, name);
    this.#sessions.set(name, base.sessionId);
    const parentId = textIn(message, 'parent') ?? this.#sessionAbove(name);
    const { standing } = stateOf(message['state']);
    return { ...base, type: 'actor', name, parentId, definition, standing };
  }

  /** The server tells no parents; the ids of a tree's actors are paths. */
  #sessionAbove(path: string): string | undefined {
    const end = path.lastIndexOf('/');
    return end === -1 ? undefined : this.#sessions.get(path.slice(0, end));
  }

  #moved(message: Fields, base: Base): Told {
    const { event, standing } = stateOf(message['state']);
    const id = this.#ids.get(base.sessionId) ?? '';
    const isCrash = event.type === `error.platform.${id.slice(id.lastIndexOf('/') + 1)}`;
    if (isCrash)
      this.#crashed.set(base.sessionId, { ...standing, status: 'error', error: errorIn(event) });
    else this.#crashed.delete(base.sessionId);
    return { ...base, type: 'moved', event, standing };
  }

  #stopped(base: Base): readonly Told[] {
    const { sessionId } = base;
    const crashed = this.#crashed.get(sessionId);
    const name = this.#ids.get(sessionId);
    this.#ids.delete(sessionId);
    this.#crashed.delete(sessionId);
    if (name !== undefined && this.#sessions.get(name) === sessionId) this.#sessions.delete(name);
    if (crashed === undefined) return [{ ...base, type: 'ended' }];
    return [{ ...base, type: 'moved', event: { type: 'xstate.stop' }, standing: crashed }];
  }
}

type Base = Pick<Told, 'sessionId' | 'at'>;

function errorIn({ data, type: _type, ...fields }: EventData) {
  return data ?? fields;
}

/** An SCXML event: its own is its data. */
function eventOf(text: unknown): { readonly event: EventData; readonly sourceId?: string } {
  const scxml = fieldsOf(parsedJson(text));
  const sourceId = textIn(scxml, 'origin');
  const event = eventData(scxml['data']);
  return sourceId === undefined ? { event } : { event, sourceId };
}

function stateOf(text: unknown): { readonly event: EventData; readonly standing: Standing } {
  const { value, context, done, event } = fieldsOf(parsedJson(text));
  const standing: Standing = {
    status: done === true ? 'done' : 'active',
    ...(value !== undefined && { value }),
    ...(context !== undefined && context !== null && { context: plainData(context) }),
  };
  return { event: eventData(event), standing };
}
