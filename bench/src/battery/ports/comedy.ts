import { createComedySystem } from '../../peers/comedy-package.ts';
import type { Port } from '../trial.ts';

/** In memory, with the restart that it promises. */
export const comedyPort: Port = async (spec) => {
  const system = createComedySystem();
  const root = await system.rootActor();
  let incarnation = 0;
  const definition = {
    initialize: () => {
      incarnation += 1;
      spec.start(incarnation);
    },
    destroy: () => spec.cleanup(incarnation),
    message: (message: string) => spec.handle(message, incarnation),
  };
  const worker = await root.createChild(definition, { mode: 'in-memory', onCrash: 'respawn' });
  return {
    send: (message) => {
      // Whatever it rejects with is left to the process, as it is for whoever only sends.
      void worker.send('message', message);
    },
    stop: () => system.destroy(),
  };
};
