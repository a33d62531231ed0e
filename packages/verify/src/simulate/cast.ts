import { ask, type RequestContext, type StopReason } from '@kintsugi/actors';
import { delayed } from './delayed.ts';
import { SimulatedLife } from './life.ts';
import type { Member } from './member.ts';
import { type SimulatedError, simulatedError } from './simulated-error.ts';
import { type Outcome, SimulatedMessage } from './simulated-message.ts';
import type { Cast } from './simulated-service.ts';
import type { OwnClock } from './virtual-clock.ts';

/** The stage on which simulated services are called. */
export interface Stage {
  readonly workClock: OwnClock;
  member(path: string): Member;
  /** How long a start or stop takes that nothing is put in the way of: milliseconds. */
  usualMs(hook: 'start' | 'stop', member: Member): number;
  /** `start` is called. */
  began(life: SimulatedLife): void;
  /** `start` has succeeded. */
  opened(life: SimulatedLife): void;
  /** `stop` is called. */
  released(life: SimulatedLife, reason: StopReason): void;
  /** `handle` or `fallback` is called. */
  took(message: SimulatedMessage): void;
  takeDegradeFault(pattern: string): SimulatedError | undefined;
}

/** How one call of a hook goes. */
interface Course {
  readonly latencyMs: number;
  readonly error?: SimulatedError | undefined;
  /** Cuts it short. */
  readonly signal?: AbortSignal | undefined;
}

/** What the simulated services of a tree do when they are called: what was injected, or what is usual. */
export function createCast(stage: Stage): Cast {
  return {
    start(context) {
      const life = new SimulatedLife(stage.member(context.path), context);
      stage.began(life);
      life.member.lives.add(life);
      life.member.hasLived = true;
      const { heedsAbort, ...course } = courseOfStart(stage, life.member);
      const signal = heedsAbort ? context.signal : undefined;
      const open = () => {
        life.started();
        stage.opened(life);
        return life;
      };
      return withFailure(
        () => play(stage, { ...course, signal }, open),
        () => life.notStarted(),
      );
    },

    handle: (message, context) => handle(stage, message, context),

    stop(life, reason) {
      const course = courseOfStop(stage, life.member);
      stage.released(life, reason);
      life.stopping();
      const close = () => life.stopped();
      return withFailure(() => play(stage, course, close), close);
    },

    fallback(message, { requestId }) {
      const error = stage.member(message.path).conditions.nextFallbacks.shift();
      message.requestId = requestId;
      stage.took(message);
      if (error !== undefined) throw simulatedError(error);
      message.done();
      return 'fallback';
    },

    degrade(pattern) {
      const error = stage.takeDegradeFault(pattern);
      if (error !== undefined) throw simulatedError(error);
    },
  };
}

function play<Value>(
  { workClock }: Stage,
  { latencyMs, error, signal }: Course,
  outcome: () => Value,
): Value | Promise<Value> {
  return delayed(workClock, latencyMs, signal, () => {
    if (error !== undefined) throw simulatedError(error);
    return outcome();
  });
}

/** The same outcome; `onFailure` before anybody else hears that it failed. */
function withFailure<Value>(
  attempt: () => Value | Promise<Value>,
  onFailure: () => void,
): Value | Promise<Value> {
  const failed = (error: unknown): never => {
    onFailure();
    throw error;
  };
  try {
    const result = attempt();
    return result instanceof Promise ? result.catch(failed) : result;
  } catch (error) {
    return failed(error);
  }
}

function courseOfStart(stage: Stage, member: Member): Course & { readonly heedsAbort: boolean } {
  const { conditions } = member;
  const next = conditions.nextStarts.shift();
  const usualMs = stage.usualMs('start', member) * conditions.slowness;
  conditions.starts += 1;
  const [error] = conditions.outages;
  if (next === undefined) return { latencyMs: usualMs, error, heedsAbort: true };
  const { latencyMs = 0 } = next;
  return next.do === 'failStart'
    ? { latencyMs, error: next.error, heedsAbort: false }
    : { latencyMs, error, heedsAbort: next.heedsAbort === true };
}

function courseOfStop(stage: Stage, member: Member): Course {
  const { conditions } = member;
  const next = conditions.nextStops.shift();
  const usualMs = stage.usualMs('stop', member) * conditions.slowness;
  conditions.stops += 1;
  const latencyMs = next === undefined ? usualMs : (next.latencyMs ?? 0);
  return { latencyMs, error: next?.do === 'failStop' ? next.error : undefined };
}

function handle(
  stage: Stage,
  message: SimulatedMessage,
  context: RequestContext<SimulatedLife>,
): Outcome | Promise<Outcome> {
  const { latencyMs = 0, heedsAbort = false, through } = message.injection;
  const { conditions } = stage.member(message.path);
  stage.took(message);
  const error = injectedError(message, context.attempt) ?? conditions.outages[0];
  // Made when it is read: one that is handled well at once needs none.
  if (error !== undefined || context.attempt > 1) message.requestId = context.requestId;
  const course: Course = {
    latencyMs: latencyMs * conditions.slowness,
    error,
    signal: heedsAbort ? context.signal : undefined,
  };
  const answer = (): Outcome => {
    message.done();
    return 'answered';
  };
  if (through === undefined) return play(stage, course, answer);
  const asked = new SimulatedMessage(message.number, { at: 0, do: 'ask', path: through }, true);
  return ask(context.tree, through, asked).then(() => play(stage, course, answer));
}

function injectedError(
  { injection: { error, failures = 1 } }: SimulatedMessage,
  attempt: number,
): SimulatedError | undefined {
  return attempt <= failures ? error : undefined;
}
