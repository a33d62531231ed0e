/** What a viewer asks. */
export type ViewerMessage =
  | { readonly type: 'xstate.inspecting' }
  /** An event for the actor whose session is `origin`. */
  | { readonly type: 'xstate.event'; readonly origin: string };

/** A viewer's message; undefined for what is none, at which @xstate/inspect would throw. */
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
  return event?.['$$type'] === 'scxml' && isFields(data) && typeof data['type'] === 'string';
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
