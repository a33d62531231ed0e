import { createWebSocketReceiver, type StatelyInspectionEvent } from '@statelyai/inspect';

export type Received = StatelyInspectionEvent;

/** A viewer: the receiver of the Stately Inspector itself, over a real socket. */
export function openViewer(url: string): readonly Received[] {
  const received: Received[] = [];
  const receiver = createWebSocketReceiver({ server: url.replace('http:', 'ws:') });
  receiver.subscribe((event) => received.push(event));
  return received;
}

export function actorNamed(received: readonly Received[], name: string) {
  const found = received.findLast((event) => event.type === '@xstate.actor' && event.name === name);
  if (found?.type !== '@xstate.actor') throw new Error(`no actor "${name}" was told`);
  return found;
}

/** What was told of one, in short: `> event`, and where it led. */
export function story(received: readonly Received[], sessionId: string): readonly string[] {
  return received.filter((event) => event.sessionId === sessionId).map(inShort);
}

function inShort(event: Received): string {
  if (event.type === '@xstate.event') return `> ${event.event.type}`;
  const { status, value } = event.snapshot as { status: string; value?: unknown };
  return `${event.type === '@xstate.actor' ? '+ ' : ''}${status} ${JSON.stringify(value)}`;
}

/** Names of all actors that were told, in order. */
export function names(received: readonly Received[]): readonly string[] {
  return received.flatMap((event) => (event.type === '@xstate.actor' ? [event.name] : []));
}
