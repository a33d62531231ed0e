import type { ServiceExit } from '../service/service.ts';
import { type Gate, isGate } from './gate.ts';

/**
 * What one call does: `ok` succeeds, `hang` never ends (but heeds its signal, where it has one), an
 * error is thrown, and at a gate it waits until the test says what it does then.
 */
export type Act = 'ok' | 'hang' | Error | Gate;

/** What a request does; `exit normal` and `exit shutdown` answer it and end the service by itself. */
export type HandleAct = Act | `exit ${ServiceExit}`;

/** What a start does; `ignore` ends it without a service. */
export type StartAct = HandleAct | 'ignore';

/** The acts that are words. */
export const ACT_WORDS: readonly unknown[] = [
  'ok',
  'hang',
  'exit normal',
  'exit shutdown',
  'ignore',
] satisfies readonly StartAct[];

/** Whether a call can do this. */
export function isAct(act: unknown): boolean {
  return ACT_WORDS.includes(act) || act instanceof Error || isGate(act);
}

/** What several calls do: one act each, then `ok`; or a function that is asked at every call. */
export type Acts<Of> = readonly Of[] | (() => Of);

/** What the hook that is played can do beside ending. */
interface Stage {
  readonly signal?: AbortSignal;
  readonly exit: (exit: ServiceExit) => void;
  readonly ignore: () => never;
}

/** A hook that is only called. */
const BARE: Stage = { exit: cannot('exit'), ignore: cannot('ignore') };

function cannot(act: string): () => never {
  return () => {
    throw new Error(`this hook cannot "${act}"`);
  };
}

/** Does what an act says; `value` is what comes of it when it succeeds. */
export function play<Value>(
  act: StartAct,
  value: Value,
  stage: Partial<Stage> = BARE,
): Value | Promise<Value> {
  if (act instanceof Error) throw act;
  if (isGate(act)) return act.wait().then((end) => play(end, value, stage));
  return perform(act, value, { ...BARE, ...stage });
}

function perform<Value>(
  act: Exclude<StartAct, Error | Gate>,
  value: Value,
  { signal, exit, ignore }: Stage,
): Value | Promise<Value> {
  switch (act) {
    case 'ok':
      return value;
    case 'hang':
      return hang(signal);
    case 'ignore':
      return ignore();
    case 'exit normal':
    case 'exit shutdown':
      exit(act === 'exit normal' ? 'normal' : 'shutdown');
      return value;
  }
}

function hang(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
