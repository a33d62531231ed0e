import { recover, restartChild, terminateChild, type Tree } from '@kintsugi/actors';
import { announceOrder, injectFault, type Look, lookAt } from '@kintsugi/actors/inspection';
import { errorRecord, errorText } from '@kintsugi/core';
import type { ActAnswer, ActRequest } from '../protocol/frame.ts';
import { InjectedFaultError } from './injected-fault-error.ts';
import { type RefusalReason, refusalText } from './refusal-text.ts';

type Child = NonNullable<Look['child']>;
type Result =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: RefusalReason;
      readonly state: string;
      readonly error?: unknown;
    };

const OF_THE_ROOT = 'the root is started and stopped by your program alone, as by stop(tree)';

/** Carries out what a person orders, after it has been told; undefined when there is no such place. */
export async function carryOut(
  tree: Tree<unknown>,
  request: ActRequest,
): Promise<ActAnswer | undefined> {
  const look = lookAt(tree, request.path);
  if (look === undefined) return undefined;
  if (look.child === undefined) return { ok: false, reason: OF_THE_ROOT };
  const impossible = whyNot(request, look.child);
  if (impossible !== undefined) return { ok: false, ...impossible };
  announceOrder(tree, request.path, request.act, request.by);
  return answerOf(await perform(tree, request));
}

/** What is known to come to nothing is refused before anything is done. */
function whyNot(
  { act }: ActRequest,
  { of, record }: Child,
): { readonly reason: string; readonly state: string } | undefined {
  const { state, spec } = record;
  if (act !== 'restart') return undefined;
  if (of.strategy === 'simple_one_for_one')
    return { reason: 'an instance that is stopped is gone: start another', state };
  return spec.restart === 'temporary'
    ? { reason: 'a temporary child that is stopped is gone: start another', state }
    : undefined;
}

function perform(tree: Tree<unknown>, { act, path, by, severity }: ActRequest): Promise<Result> {
  switch (act) {
    case 'restart':
      return restart(tree, path);
    case 'stop':
      return terminateChild(tree, path);
    case 'recover':
      return recover(tree, path);
    case 'injectFault':
      return Promise.resolve(
        injectFault(tree, path, new InjectedFaultError(severity ?? 'RECOVERABLE', by)),
      );
  }
}

async function restart(tree: Tree<unknown>, path: string): Promise<Result> {
  const stopped = await terminateChild(tree, path);
  return stopped.ok ? restartChild(tree, path) : stopped;
}

function answerOf(result: Result): ActAnswer {
  if (result.ok) return { ok: true };
  const { reason, state, error } = result;
  const cause = error === undefined ? '' : `: ${errorText(errorRecord(error))}`;
  return { ok: false, reason: `${refusalText(reason)}${cause}`, state };
}
