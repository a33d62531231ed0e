import { createRequire } from 'node:module';

/** What we use of comedy, which types its actors as `any`. */
export interface ComedyActor {
  createChild(definition: object, options: object): Promise<ComedyActor>;
  send(topic: string, ...message: readonly unknown[]): Promise<void>;
  sendAndReceive(topic: string): Promise<unknown>;
  destroy(): Promise<void>;
}

interface ComedySystem {
  rootActor(): Promise<ComedyActor>;
  destroy(): Promise<void>;
}

type CreateSystem = (options: object) => ComedySystem;

/**
 * Not among our dependencies: its licence (EPL-1.0) is no permissive one, and it needs packages that
 * run scripts when they are installed. Whoever wants it beside the others says so.
 */
export const COMEDY_INSTALL =
  'npm install --prefix bench/temp --no-save --ignore-scripts comedy@2.1.7';

const requireFromTemp = createRequire(new URL('../../temp/', import.meta.url));

export function isComedyInstalled(): boolean {
  try {
    requireFromTemp.resolve('comedy');
    return true;
  } catch {
    return false;
  }
}

const silence = () => undefined;
const quiet = {
  debug: silence,
  info: silence,
  warn: silence,
  error: silence,
  trace: silence,
  setLevel: silence,
  isDebug: () => false,
};

/** A system that logs nothing, as the other subjects. */
export function createComedySystem(): ComedySystem {
  const create: CreateSystem = requireFromTemp('comedy');
  const loggerConfiguration = { categories: { Default: 'Silent' } };
  return create({ log: quiet, test: true, loggerConfiguration });
}
