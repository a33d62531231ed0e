import { child, fromSupervisor, policy, service } from '@kintsugi/actors';
import { reduce, type TimerKind } from '@kintsugi/core';
import { describe, expect, it } from 'vitest';
import { counterexampleText, type Reduce, verify, type VerifyOptions } from '../../../src/index.ts';

const worker = service({ handle: (text: string) => text });
/** Whoever retries or restarts waits first. */
const waiting = policy({
  retry: { maxAttempts: 1, backoff: { kind: 'constant', delayMs: 1_000 } },
  restart: { maxAttempts: 1, backoff: { kind: 'constant', delayMs: 1_000 } },
  longWindow: { restarts: Infinity },
});
const alone = fromSupervisor({ policy: waiting, children: [child('a', worker)] });

/** A deadline of this kind is set again each time that it comes: something is always about to happen. */
const putOff =
  (kind: TimerKind): Reduce =>
  (state, input, spec) => {
    if (input.type !== 'agenda.due' || input.kind !== kind) return reduce(state, input, spec);
    const { timers } = state.children.get(input.id) ?? {};
    if (timers === undefined) return [];
    const at = input.at + 1;
    timers[kind] = at;
    return [{ type: 'schedule', id: input.id, kind, at }];
  };

interface Livelock {
  readonly name: string;
  readonly reduce: Reduce;
  readonly killedBy: string;
  readonly options?: VerifyOptions;
}

const LIVELOCKS: readonly Livelock[] = [
  {
    name: 'a retry that is put off for ever',
    reduce: putOff('retry'),
    killedBy: 'every fault of a comes to an end',
  },
  {
    name: 'a restart that is put off for ever',
    reduce: putOff('restart'),
    killedBy: 'every fault of a comes to an end',
  },
];

describe('what goes on for ever and never comes to rest', () => {
  it.each(LIVELOCKS)(
    '$name is found, with the way round',
    ({ reduce: planted, killedBy, options }) => {
      const { checks } = verify(alone, { services: 1, maxFaults: 2, ...options, reduce: planted });
      const { counterexample } = checks[0] ?? {};
      expect(counterexample?.property).toBe(killedBy);
      expect(counterexample && counterexampleText(counterexample)).toContain('for ever');
    },
  );
});
