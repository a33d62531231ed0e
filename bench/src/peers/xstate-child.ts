import { assign, setup } from 'xstate';
import type { Probe } from '../probe.ts';
import type { Message } from './subject.ts';

/** The child that both uses of raw XState have: a machine with a count. */
export function xstateChild(probe: Probe) {
  return setup({
    types: {
      context: {} as { readonly count: number },
      events: {} as Message<(count: number) => void>,
    },
  }).createMachine({
    context: { count: 0 },
    entry: () => probe.childStarted(),
    initial: 'running',
    states: {
      running: {
        on: {
          inc: { actions: assign({ count: ({ context }) => context.count + 1 }) },
          get: { actions: ({ context, event }) => event.reply(context.count) },
          crash: { actions: () => probe.crash() },
        },
      },
    },
  });
}
