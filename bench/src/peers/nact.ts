/* oxlint-disable typescript/no-generated-empty-object-type -- nact types its references as empty classes */
import nact, { type Ref } from 'nact';
import type { Probe } from '../probe.ts';
import type { Message, Subject, World } from './subject.ts';

type NactMessage = Message<Ref<number>>;

function worldOf(probe: Probe): World {
  const system = nact.start();
  const supervisor = nact.spawn(system, (state: unknown) => state, 'supervisor');
  const children: Ref<NactMessage>[] = [];
  const handle = (state: { count: number }, message: NactMessage): { count: number } => {
    if (message.type === 'inc') state.count += 1;
    else if (message.type === 'get') nact.dispatch(message.reply, state.count);
    else probe.crash();
    return state;
  };
  const at = (index: number): Ref<NactMessage> => {
    const child = children[index];
    if (child === undefined) throw new Error('spawn first');
    return child;
  };
  return {
    spawn: (count) => {
      for (let index = 0; index < count; index++) {
        const child = nact.spawn(supervisor, handle, `c${index}`, {
          initialStateFunc: () => {
            probe.childStarted();
            return { count: 0 };
          },
          onCrash: (_message, _error, context) => context.reset,
        });
        children.push(child);
      }
    },
    crash: (index) => nact.dispatch(at(index), { type: 'crash' }),
    tell: (index) => nact.dispatch(at(index), { type: 'inc' }),
    // A query has to have a time limit.
    ask: (index) =>
      nact.query(at(index), (reply: Ref<number>): NactMessage => ({ type: 'get', reply }), 60_000),
    teardown: () => nact.stop(system),
  };
}

export const nactSubject: Subject = {
  setup: worldOf,
};
