import { v5EventType } from './v4-event.ts';

/** What a viewer asks. */
export type ViewerMessage =
  | { readonly type: 'xstate.inspecting' }
  /** An event for the actor whose session is `origin`. */
  | { readonly type: 'xstate.event'; readonly origin: string };

/** A viewer's message; undefined for what is none, at which @xstate/inspect would throw, and for an event that only
 * XState itself may send: `xstate.stop` would end an actor behind the back of its supervisor. */
export function readMessage(text: string): ViewerMessage | undefined {
  const message = parsed(text);
  if (message?.['type'] === 'xstate.inspecting') return { type: 'xstate.inspecting' };
  if (message?.['type'] !== 'xstate.event') return undefined;
  const event = parsed(message['event']);
  const origin = event?.['origin'];
  return typeof origin === 'string' && isScxml(event)
    ? { type: 'xstate.event', origin }
    : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function isScxml(event: Fields | undefined): boolean {
  const data = event?.['data'];
  return (
    event?.['$$type'] === 'scxml' &&
    isFields(data) &&
    typeof data['type'] === 'string' &&
    !isOfXState(data['type'])
  );
}

/** Also by its name in XState 4. The wildcard is none that may be sent: it would crash the actor. */
function isOfXState(type: string): boolean {
  return type === '*' || type.startsWith('xstate.') || v5EventType(type).startsWith('xstate.');
}

function parsed(text: unknown): Fields | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
