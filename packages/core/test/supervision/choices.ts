import { FAULT_ORIGINS, SEVERITIES, type SupervisorInput } from '../../src/index.ts';
import { type BareInput, faultOf, type Harness } from './harness.ts';

/** One thing that may happen next. `detail` says how, by its remainders. */
type Choice = (detail: number) => unknown;

const pick = <Item>(items: readonly Item[], detail: number): Item => {
  const item = items[detail % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

const severity = (detail: number) => pick(SEVERITIES, detail);
const origin = (detail: number) => pick(FAULT_ORIGINS, Math.floor(detail / 3));
const anyFault = (detail: number) =>
  faultOf(severity(detail), origin(detail), detail % 7 === 0 ? detail * 10 : undefined);

/** Does one of the things that may happen now. The same numbers always choose the same. */
export function choose(harness: Harness, kind: number, detail: number): void {
  harness.random = (detail % 97) / 97;
  const choices = [
    ...[...harness.children.keys()].flatMap((id) => choicesOf(harness, id)),
    ...timeChoices(harness),
    ...disturbances(harness),
    ...orders(harness, detail),
  ];
  pick(choices, kind)(detail);
}

function choicesOf(harness: Harness, id: string): Choice[] {
  const child = harness.child(id);
  const live = harness.livesOf(id).flatMap(({ state }) => lifeChoices(harness, id, state));
  const settles: Choice[] = child.lives.some(({ state }) => state === 'abandoned')
    ? [() => harness.settleAbandoned(id)]
    : [];
  return [...live, ...settles, ...attemptChoices(harness, id)];
}

function lifeChoices(harness: Harness, id: string, state: string): Choice[] {
  switch (state) {
    case 'starting':
      return [
        () => harness.started(id),
        () => harness.started(id),
        (detail) => harness.startFailed(id, severity(detail)),
        (detail) => harness.startFailed(id, severity(detail), true),
        () => harness.exit(id),
      ];
    case 'up':
      return [
        (detail) => harness.faultWith(id, anyFault(detail), { more: detail % 4 }),
        (detail) => harness.faultWith(id, faultOf('TRANSIENT', origin(detail))),
        (detail) => harness.exit(id, pick(['normal', 'shutdown'], detail)),
      ];
    default:
      return [
        () => harness.stopped(id),
        () => harness.stopped(id),
        () => harness.stopOverdue(id),
        () => {
          const { epoch } = harness.liveOf(id);
          return harness.send({ type: 'report.stopSlow', id, epoch, waitedMs: 30_000 });
        },
      ];
  }
}

function attemptChoices(harness: Harness, id: string): Choice[] {
  if (harness.child(id).attempt === undefined) return [];
  const fails = (detail: number) => harness.attempt(id, anyFault(detail));
  return [() => harness.attempt(id), () => harness.attempt(id), fails, fails];
}

function timeChoices(harness: Harness): Choice[] {
  const next = harness.nextTimer();
  const fires: Choice[] = next ? [() => harness.fire(next), () => harness.fire(next)] : [];
  return [...fires, (detail) => harness.advance(detail % 3_000)];
}

const REPORTS = ['started', 'startFailed', 'fault', 'exited', 'stopped', 'stopOverdue'] as const;

/** Reports that cannot be true, and timers that were not set. */
function disturbances(harness: Harness): Choice[] {
  const { last } = remembered(harness);
  const again: Choice[] = last === undefined ? [] : [() => harness.send(last)];
  const ids = [...harness.children.keys()];
  return [
    ...again,
    (detail) => {
      const id = pick(ids, detail);
      harness.send(reportOf(pick(REPORTS, detail), id, epochOf(harness, id) - 1 - (detail % 3)));
    },
    (detail) => {
      const id = pick(ids, detail);
      const false_ = REPORTS.filter((type) => !canBeTrue(harness, id, type));
      harness.send(reportOf(pick(false_, detail), id, epochOf(harness, id)));
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

const lastReports = new WeakMap<Harness, { last: BareInput | undefined }>();

/** The last report that was sent; remembered from the first time it is asked for. */
function remembered(harness: Harness): { last: BareInput | undefined } {
  const known = lastReports.get(harness);
  if (known !== undefined) return known;
  const memory: { last: BareInput | undefined } = { last: undefined };
  lastReports.set(harness, memory);
  harness.foreseers.push((input: SupervisorInput) => {
    if (input.type.startsWith('report.')) memory.last = input;
  });
  return memory;
}

function epochOf(harness: Harness, id: string): number {
  return harness.state.children.get(id)?.epoch ?? 0;
}

function canBeTrue(harness: Harness, id: string, type: (typeof REPORTS)[number]): boolean {
  const [life] = harness.livesOf(id);
  switch (life?.state) {
    case 'starting':
      return type === 'started' || type === 'startFailed' || type === 'exited';
    case 'up':
      return type === 'fault' || type === 'exited';
    case 'stopping':
      return type === 'stopped' || type === 'stopOverdue';
    default:
      return false;
  }
}

function reportOf(type: (typeof REPORTS)[number], id: string, epoch: number): BareInput {
  const fault = faultOf('CRITICAL');
  switch (type) {
    case 'startFailed':
      return { type: 'report.startFailed', id, epoch, fault, pending: false };
    case 'fault':
      return { type: 'report.fault', id, epoch, fault };
    case 'exited':
      return { type: 'report.exited', id, epoch, exit: 'normal', fault };
    default:
      return { type: `report.${type}`, id, epoch };
  }
}

/** What people and parents want. A stop is rare, or nothing else would be seen. */
function orders(harness: Harness, detail: number): Choice[] {
  const ids = [...harness.children.keys(), 'nobody'];
  const commands: Choice[] = [
    () => harness.command('recover', pick(ids, detail)),
    () => harness.command('terminateChild', pick(ids, detail), detail % 4 === 0),
    () => harness.command('restartChild', pick(ids, detail)),
  ];
  const isEnding = ['stopping', 'stopped', 'failed'].includes(harness.selfChart);
  if (!isEnding && detail % 9 !== 0) return commands;
  const parents: Choice[] = [
    () => harness.stop(pick([Infinity, 10_000, 100, 0], detail)),
    () => harness.start(),
  ];
  return [...commands, ...parents];
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
