import { type Service, service } from '@kintsugi/actors';
import { type Begun, type Ending, errorOf, type Steered } from './steered.ts';

type Functions = Service<{ request: string; reply: string; input: void; worker: undefined }>;

/** @param hasHook - whether it has to prepare its fallback */
export function steeredFunctions(hasHook: boolean): Steered<Functions> {
  const begun: Begun[] = [];
  const now: { lives: number; exit: (() => void) | undefined } = { lives: 0, exit: undefined };
  const wait = (what: Begun['what']) =>
    new Promise<Ending>((resolve) => {
      const one: Begun = {
        what,
        end: (how) => {
          begun.splice(begun.indexOf(one), 1);
          resolve(how);
        },
      };
      begun.push(one);
    });
  const work = async (what: Begun['what']) => {
    const how = await wait(what);
    if (how !== 'ok' && how !== 'ignore') throw errorOf(how);
  };
  const logic = service<string, string, () => void>({
    start: async ({ ignore, exit }) => {
      now.lives += 1;
      const how = await wait('start');
      if (how === 'ok') return (now.exit = () => exit());
      now.lives -= 1;
      return how === 'ignore' ? ignore() : Promise.reject(errorOf(how));
    },
    handle: async (request) => {
      await work('attempt');
      return request;
    },
    stop: async (exit) => {
      if (now.exit === exit) now.exit = undefined;
      await wait('stop');
      now.lives -= 1;
    },
    ...(hasHook ? { degrade: () => work('hook') } : undefined),
    startWithinMs: 7_000,
    handleWithinMs: 11_000,
  });
  return {
    service: logic,
    begun,
    get lives() {
      return now.lives;
    },
    get whims() {
      return now.exit === undefined ? {} : { 'ends by itself': now.exit };
    },
  };
}
