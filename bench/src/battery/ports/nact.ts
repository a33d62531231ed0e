import nact from 'nact';
import type { Port } from '../trial.ts';
import { restartLimit } from './restart-limit.ts';

/** onCrash decides: reset, or stop. */
export const nactPort: Port = (spec) => {
  const mayRestart = restartLimit(spec.limit);
  let incarnation = 0;
  const system = nact.start();
  const supervisor = nact.spawn(system, (state: unknown) => state, 'supervisor');
  const handle = async (state: { readonly incarnation: number }, message: string) => {
    await spec.handle(message, state.incarnation);
    return state;
  };
  const worker = nact.spawn(supervisor, handle, 'worker', {
    initialStateFunc: () => {
      incarnation += 1;
      const state = { incarnation };
      spec.start(incarnation);
      return state;
    },
    afterStop: (state) => spec.cleanup(state.incarnation),
    onCrash: (_message, _error, context) => {
      if (mayRestart()) return context.reset;
      spec.gaveUp('onCrash decided stop');
      return context.stop;
    },
  });
  return { send: (message) => nact.dispatch(worker, message), stop: () => nact.stop(system) };
};
