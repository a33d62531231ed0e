import { ask } from '../../tree/ask.ts';
import { reconfigure } from '../../tree/reconfigure.ts';
import { stop } from '../../tree/operate.ts';
import type { EndNotice, Monitor } from '../../tree/monitor.ts';
import { watch } from '../../tree/watch.ts';
import { refAt } from '../../tree/refs-at.ts';
import { type Company, refusedBy } from './company.ts';
import type { Life } from './life.ts';
import { invalid } from './otp-word.ts';
import {
  type Answer,
  type Instance,
  NoSuchSupervisorError,
  type OtpFlags,
  type OtpSpec,
  type Reason,
  showReason,
  type Sup,
  type SupAnswer,
} from './vocabulary.ts';

/** What an init function answers: flags and specs, `ignore`, or anything else, which is refused. */
export type Init = () => unknown;

interface Settings {
  readonly flags: OtpFlags;
  readonly specs: readonly OtpSpec[];
}

type Initialised = { readonly settings: Settings } | { readonly answer: 'ignore' | Answer };

/** Calls the init function; our supervisors have none. */
function initialised(flags: OtpFlags | Init, specs: readonly OtpSpec[]): Initialised {
  if (typeof flags !== 'function') return { settings: { flags, specs } };
  try {
    const answer: unknown = flags();
    if (answer === 'ignore') return { answer };
    const isPair = typeof answer === 'object' && answer !== null && 'flags' in answer;
    if (!isPair) return { settings: { flags: answer as OtpFlags, specs } };
    const pair = answer as { readonly flags: OtpFlags; readonly specs?: readonly OtpSpec[] };
    return { settings: { flags: pair.flags, specs: pair.specs ?? [] } };
  } catch (error) {
    return { answer: { ok: false, reason: 'error', error } };
  }
}

/** The life of supervisors, and the ends of their children that nobody has ordered. */
export function supervisors(company: Company) {
  const end = (life: Life, reason: Reason) => {
    const { actor } = company.treeOf(life);
    if (life.pendingStop !== undefined) life.pendingStop.end(reason);
    else if (life.isSupervisor) endSupervisor(life, reason);
    else ask(actor, life.path, { reason }).catch(() => undefined);
  };

  /** A supervisor can be made to end in order only. */
  const endSupervisor = ({ path, tree }: Sup, reason: Reason) => {
    const order = { type: 'supervisor.stop', reason: showReason(reason) } as const;
    const ref = refAt(company.treeOf({ tree }).actor, path) as { send(event: object): void };
    ref.send(reason === 'killed' ? { ...order, withinMs: 0 } : order);
  };

  const placeOf = (of: Sup | string | Instance): Sup =>
    typeof of === 'object' && 'path' in of ? of : company.lifeOf(of);

  const exit = async (child: string | Instance, reason: Reason) => {
    const life = company.lifeOf(child);
    if (life.isAlive) end(life, reason);
    await company.clock.settle();
  };

  return {
    exit,
    kill: (child: string | Instance) => exit(child, 'killed'),
    crash: (child: string | Instance) => exit(child, 'error'),

    async startSup(flags: OtpFlags | Init, specs: readonly OtpSpec[] = []): Promise<SupAnswer> {
      const init = initialised(flags, specs);
      if ('answer' in init)
        return init.answer === 'ignore' ? { ok: false, reason: 'ignore' } : (init.answer as never);
      const tree = company.newTree();
      const starting = refusedBy(() => ({
        result: tree.start(init.settings.flags, init.settings.specs),
      }));
      if ('refused' in starting) return starting.refused;
      const failure = await company.call(() => starting.result);
      return failure ?? { ok: true, sup: tree.sup() };
    },

    async reconfigure(
      sup: Sup,
      flags: OtpFlags | Init,
      specs?: readonly OtpSpec[],
    ): Promise<Answer> {
      const { translator, actor } = company.treeOf(sup);
      const before = translator.sups.get(sup.path);
      const init = initialised(flags, specs ?? before?.specs ?? []);
      if ('answer' in init) return init.answer === 'ignore' ? { ok: true } : init.answer;
      const result = await refusedOr(company, () =>
        reconfigure(
          actor,
          sup.path,
          translator.settings(sup.path, init.settings.flags, init.settings.specs) as never,
        ),
      );
      if (!result.ok && before !== undefined) translator.sups.set(sup.path, before);
      return result;
    },

    async stop(sup: Sup, reason = 'shutdown'): Promise<void> {
      const { actor, log } = company.treeOf(sup);
      if (sup.path !== '') {
        endSupervisor(sup, reason);
        await company.clock.settle();
        return;
      }
      const report = await company.call(() => stop(actor, { reason }));
      if (!report.ok && report.reason === 'not_running')
        throw new NoSuchSupervisorError('the supervisor has ended');
      const ending = log.endingOf('')?.reason;
      if (!report.ok || ending !== reason)
        throw new Error(`ended with ${showReason(ending)}`, { cause: report });
    },

    /** The root's actor is stopped where it stands; a supervisor below may not wait for anything. */
    async forceKill(sup: Sup): Promise<void> {
      const { actor, log } = company.treeOf(sup);
      if (sup.path === '') {
        actor.stop();
        log.destroyed();
      } else endSupervisor(sup, 'killed');
      await company.clock.settle();
    },

    state(sup: Sup): string {
      const { actor, log } = company.treeOf(sup);
      const isAlive = sup.path === '' && actor.getSnapshot().status === 'active';
      const ending = log.endingOf(sup.path);
      return isAlive || ending === undefined ? 'alive' : `ended(${showReason(ending.reason)})`;
    },

    /** OTP's monitor: one call back, when it has ended for good. */
    watch(target: Sup | string | Instance, onEnd: (notice: EndNotice) => void): Monitor {
      const { path, tree } = placeOf(target);
      return watch(company.treeOf({ tree }).actor, path, onEnd);
    },

    /** A message that means nothing to a child or supervisor, as anybody can send. */
    async send(to: Sup | string | Instance, message: { readonly type: string }): Promise<void> {
      const { path, tree } = placeOf(to);
      const { actor } = company.treeOf({ tree });
      const ref = path === '' ? actor : refAt(actor, path);
      (ref as { send(event: object): void }).send(message);
      await company.clock.settle();
    },

    /** A request that a supervisor does not know. */
    async request(sup: Sup, request: unknown): Promise<unknown> {
      const { actor } = company.treeOf(sup);
      const answer = ask(actor, sup.path, request as never);
      answer.catch(() => undefined);
      await company.clock.settle();
      return answer;
    },
  };
}

async function refusedOr(
  company: Company,
  make: () => ReturnType<typeof reconfigure>,
): Promise<Answer> {
  const call = refusedBy(() => ({ result: make() }));
  if ('refused' in call) return call.refused;
  const result = await company.call(() => call.result);
  if (result.ok) return result;
  if (result.reason === 'invalid') return invalid(result.error);
  throw new NoSuchSupervisorError('the supervisor has ended');
}
