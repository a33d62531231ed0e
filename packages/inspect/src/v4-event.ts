import type { Redact } from '@kintsugi/actors/inspection';
import { type PlainData, plainData } from '@kintsugi/core';

/** An event as XState 4 hands it around. */
export interface V4Event {
  readonly name: string;
  readonly data: { readonly type: string; readonly [field: string]: PlainData };
  readonly $$type: 'scxml';
  readonly type: 'external';
  /** Session of whoever has sent it. */
  readonly origin?: string;
}

/** What XState names otherwise since its version 5. */
const RENAMED = [
  ['xstate.done.actor.', 'done.invoke.'],
  ['xstate.error.actor.', 'error.platform.'],
  ['xstate.done.state.', 'done.state.'],
] as const;

/**
 * The name of an event in XState 4.
 *
 * @example
 * ```ts
 * v4EventType('xstate.done.actor.fetch'); // 'done.invoke.fetch'
 * ```
 */
export function v4EventType(type: string): string {
  const after = /^xstate\.after\.([^.]+)\.(.+)$/s.exec(type);
  if (after !== null) return `xstate.after(${after[1]})#${after[2]}`;
  for (const [v5, v4] of RENAMED) if (type.startsWith(v5)) return v4 + type.slice(v5.length);
  return type;
}

/** The name that an event of a viewer has in XState 5. */
export function v5EventType(type: string): string {
  const after = /^xstate\.after\((.+?)\)#(.+)$/s.exec(type);
  if (after !== null) return `xstate.after.${after[1]}.${after[2]}`;
  for (const [v5, v4] of RENAMED) if (type.startsWith(v4)) return v5 + type.slice(v4.length);
  return type;
}

/** An event of an XState 5 actor for a viewer of XState 4. */
export function v4Event(
  event: { readonly type: string },
  redact: Redact,
  origin?: string,
): V4Event {
  const name = v4EventType(event.type);
  const plain = redact(plainData(event));
  const isRecord = typeof plain === 'object' && plain !== null && !Array.isArray(plain);
  const fields = isRecord ? (plain as Readonly<Record<string, PlainData>>) : {};
  return {
    name,
    data: { ...fields, type: name },
    $$type: 'scxml',
    type: 'external',
    ...(origin !== undefined && { origin }),
  };
}
