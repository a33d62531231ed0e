import {
  FAULT_ORIGINS,
  SEVERITIES,
  type SupervisorInput,
  type UndatedInput,
} from '../../src/index.ts';
import { commands } from './command-choices.ts';
import { faultOf, type Harness, type TrueLife } from './harness.ts';
import { type Choice, pick } from './pick.ts';

const severity = (detail: number) => pick(SEVERITIES, detail);
const origin = (detail: number) => pick(FAULT_ORIGINS, Math.floor(detail / 3));
const anyFault = (detail: number) =>
  faultOf(severity(detail), origin(detail), detail % 7 === 0 ? detail * 10 : undefined);

/**
 * Does one of the things that may happen now; the same numbers always choose the same. Of a hundred
 * choices about seventy are what workers and clocks do, or nothing would ever get far.
 */
export function choose(harness: Harness, kind: number, detail: number): void {
  harness.random = (detail % 97) / 97;
  const choices = choicesAmong(harness, kind % 100);
  // A supervisor without children: all that can happen is that somebody wants one.
  const possible = choices.length > 0 ? choices : commands(harness);
  pick(possible, Math.floor(kind / 100))(detail);
}

function choicesAmong(harness: Harness, part: number): Choice[] {
  if (part === 0) return [(detail) => harness.stop(pick([Infinity, 10_000, 100, 0], detail))];
  if (part === 1 || harness.hasEnded) return [() => harness.start(), ...disturbances(harness)];
  if (part < 15) return disturbances(harness);
  if (part < 25) return commands(harness);
  if (part < 40) return timeChoices(harness);
  const lively = [...harness.children.keys()].flatMap((id) => choicesOf(harness, id));
  return lively.length > 0 ? lively : timeChoices(harness);
}

function choicesOf(harness: Harness, id: string): Choice[] {
  const child = harness.child(id);
  const live = harness.livesOf(id).flatMap(({ state }) => lifeChoices(harness, id, state));
  const isLeaking = child.lives.some(({ state }) => state === 'abandoned');
  const settles: Choice[] = isLeaking
    ? [(detail) => detail % 3 === 0 && harness.settleAbandoned(id)]
    : [];
  return [...live, ...settles, ...attemptChoices(harness, id)];
}

function lifeChoices(harness: Harness, id: string, state: string): Choice[] {
  switch (state) {
    case 'starting':
      return [
        () => harness.started(id),
        () => harness.started(id),
        () => harness.started(id),
        (detail) => harness.startFailed(id, severity(detail), detail % 4 === 0),
        (detail) => (detail % 8 === 0 ? harness.exit(id) : harness.started(id)),
      ];
    case 'up':
      return [
        (detail) => harness.faultWith(id, anyFault(detail), { more: detail % 4 }),
        () => harness.fault(id, 'TRANSIENT', 'operation'),
        () => harness.fault(id, 'TRANSIENT', 'transition'),
        () => harness.fault(id, 'RECOVERABLE', 'worker'),
        (detail) => detail % 4 === 0 && harness.exit(id, pick(['normal', 'shutdown'], detail)),
      ];
    default:
      return [
        () => harness.stopped(id),
        () => harness.stopped(id),
        (detail) => (detail % 2 === 0 ? harness.stopOverdue(id) : harness.stopped(id)),
        () => {
          const { epoch } = harness.liveOf(id);
          return harness.send({ type: 'report.stopSlow', id, epoch, waitedMs: 30_000 });
        },
      ];
  }
}

function attemptChoices(harness: Harness, id: string): Choice[] {
  const { attempt } = harness.child(id);
  if (attempt === undefined) return [];
  // Of a step or a hook that fails no operation is to be tried again.
  const fails = (detail: number) =>
    harness.attempt(
      id,
      attempt.step === 'retry' ? anyFault(detail) : faultOf(severity(detail), 'step'),
    );
  const failsAgain = () =>
    harness.attemptFails(id, 'TRANSIENT', attempt.step === 'retry' ? 'operation' : 'step');
  return [() => harness.attempt(id), () => harness.attempt(id), fails, failsAgain];
}

function timeChoices(harness: Harness): Choice[] {
  const next = harness.nextTimer();
  const fire = () => next && harness.fire(next);
  const fires: Choice[] = next ? [fire, fire, fire] : [];
  return [...fires, (detail) => harness.advance(detail % 3_000)];
}

const REPORTS = ['started', 'startFailed', 'fault', 'exited', 'stopped', 'stopOverdue'] as const;

/** Reports that cannot be true, and timers that were not set. */
function disturbances(harness: Harness): Choice[] {
  const { last } = remembered(harness);
  const again: Choice[] = last === undefined ? [] : [() => harness.send(last)];
  const ids = [...harness.children.keys()];
  if (ids.length === 0) return again;
  return [
    ...again,
    (detail) => {
      const id = pick(ids, detail);
      harness.send(reportOf(pick(REPORTS, detail), id, epochOf(harness, id) - 1 - (detail % 3)));
    },
    (detail) => {
      const id = pick(ids, detail);
      const untrue = REPORTS.filter((type) => !canBeTrue(harness, id, type));
      harness.send(reportOf(pick(untrue, detail), id, epochOf(harness, id)));
    },
    (detail) => {
      const kind = pick(['retry', 'restart', 'stable', 'recovery'] as const, detail);
      const id = pick(ids, detail);
      const isDue = (harness.child(id).timers.get(kind) ?? Infinity) <= harness.now;
      if (!isDue) harness.send({ type: 'agenda.due', id, kind });
    },
    (detail) => harness.send({ type: 'report.abandonedSettled', id: pick(ids, detail), epoch: -1 }),
  ];
}

const lastReports = new WeakMap<Harness, { last: UndatedInput | undefined }>();

/** The last report that was sent; remembered from the first time it is asked for. */
function remembered(harness: Harness): { last: UndatedInput | undefined } {
  const known = lastReports.get(harness);
  if (known !== undefined) return known;
  const memory: { last: UndatedInput | undefined } = { last: undefined };
  lastReports.set(harness, memory);
  harness.foreseers.push((input: SupervisorInput) => {
    if (input.type.startsWith('report.')) memory.last = input;
  });
  return memory;
}

function epochOf(harness: Harness, id: string): number {
  return harness.state.children.get(id)?.epoch ?? 0;
}

const TRUE_OF: Readonly<Record<TrueLife['state'], readonly string[]>> = {
  starting: ['started', 'startFailed', 'exited'],
  up: ['fault', 'exited'],
  stopping: ['stopped', 'stopOverdue'],
  abandoned: [],
  ended: [],
};

function canBeTrue(harness: Harness, id: string, type: (typeof REPORTS)[number]): boolean {
  const [life] = harness.livesOf(id);
  return life !== undefined && TRUE_OF[life.state].includes(type);
}

function reportOf(type: (typeof REPORTS)[number], id: string, epoch: number): UndatedInput {
  const fault = faultOf('CRITICAL');
  if (type === 'startFailed')
    return { type: 'report.startFailed', id, epoch, fault, pending: false };
  if (type === 'fault') return { type: 'report.fault', id, epoch, fault };
  if (type === 'exited') return { type: 'report.exited', id, epoch, exit: 'normal', fault };
  return { type: `report.${type}`, id, epoch };
}

/** From now on everything goes well, and time passes until nothing is left to happen. */
export function calmDown(harness: Harness): void {
  for (let rounds = 0; rounds < 5_000; rounds += 1) if (!calmDownOnce(harness)) return;
  throw new Error('it never comes to rest');
}

function calmDownOnce(harness: Harness): boolean {
  for (const id of harness.children.keys()) if (goWell(harness, id)) return true;
  const next = harness.nextTimer();
  if (next !== undefined) harness.fire(next);
  return next !== undefined;
}

function goWell(harness: Harness, id: string): boolean {
  const child = harness.child(id);
  const [life] = harness.livesOf(id);
  if (child.attempt !== undefined) harness.attempt(id);
  else if (life?.state === 'starting') harness.started(id);
  else if (life?.state === 'stopping') harness.stopped(id);
  else if (child.lives.some(({ state }) => state === 'abandoned')) harness.settleAbandoned(id);
  else return false;
  return true;
}
