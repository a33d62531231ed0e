import type { Explored } from '../search/explore.ts';
import { place, PLACE, workerAt } from '../model/point.ts';
import { stimulusOf } from '../model/step-code.ts';
import { TIMERS } from '../model/stimuli.ts';
import { idAt } from '../model/stimulus.ts';
import type { System } from '../model/system.ts';
import type { OwnStep } from '../model/own-steps.ts';

/** The explored model as C tables: what each part does, without the search that put the parts together. */
export function tablesOf(system: System, explored: Explored): string {
  const { turns, obeyed } = usedParts(system, explored);
  return [
    ...supervisorTables(system, turns),
    ...reportTables(system),
    ...system.workers.flatMap((_, child) =>
      workerTables(system, child, obeyed[child] ?? new Set()),
    ),
  ].join('\n');
}

interface UsedParts {
  /** `state stimulus`. */
  readonly turns: ReadonlySet<string>;
  /** By child: `state orders`. */
  readonly obeyed: readonly ReadonlySet<string>[];
}

/** Turns that were taken, and orders that were carried out, somewhere in the search. */
function usedParts(system: System, explored: Explored): UsedParts {
  const turns = new Set<string>();
  const obeyed = system.workers.map(() => new Set<string>());
  const point = new Int32Array(system.width);
  for (let number = 0; number < explored.points.size; number += 1) {
    point.set(explored.points.at(number));
    system.forEachStep(point, (_, code) => {
      const stimulus = stimulusOf(code);
      if (stimulus === undefined) return;
      const from = place(explored.points.at(number), PLACE.supervisor);
      turns.add(`${from} ${stimulus}`);
      const { orders, raised } = system.supervisor.turn(from, stimulus);
      orders.forEach((sent, child) => {
        if (sent === -1) return;
        const before = place(explored.points.at(number), workerAt(child));
        const isRaised = (raised & (1 << child)) !== 0;
        const at = isRaised ? (system.workers[child]?.staled(before) ?? 0) : before;
        obeyed[child]?.add(`${at} ${sent}`);
      });
    });
  }
  return { turns, obeyed };
}

function pair(text: string): readonly [number, number] {
  const [one = 0, other = 0] = text.split(' ').map(Number);
  return [one, other];
}

function array(name: string, rows: readonly (readonly number[] | number)[]): string {
  const isFlat = rows.every((row) => typeof row === 'number');
  const width = Math.max(1, ...rows.map((row) => (typeof row === 'number' ? 1 : row.length)));
  const body =
    rows.length === 0
      ? '0'
      : rows.map((row) => (typeof row === 'number' ? row : `{${row.join()}}`)).join();
  const size = Math.max(1, rows.length);
  return isFlat
    ? `static const int ${name}[${size}]={${body}};`
    : `static const int ${name}[${size}][${width}]={${body}};`;
}

function supervisorTables(
  { supervisor, workers }: System,
  turns: ReadonlySet<string>,
): readonly string[] {
  const rows = [...turns].map(pair).toSorted(([one, a], [other, b]) => one - other || a - b);
  const from: number[] = [];
  for (let state = 0; state <= supervisor.points.size; state += 1)
    from.push(firstFrom(rows, state));
  const states = Array.from(
    { length: supervisor.points.size },
    (_, n) => supervisor.points.at(n).state,
  );
  return [
    array('TURN_FROM', from),
    array(
      'TURN',
      rows.map(([state, stimulus]) => {
        const { to, raised, orders } = supervisor.turn(state, stimulus);
        return [stimulus, to, raised, ...orders];
      }),
    ),
    array(
      'TICK',
      states.map((_, state) => supervisor.tick(state)),
    ),
    array(
      'LIVE',
      states.map(({ state }) => LIVE[state] ?? 2),
    ),
    array(
      'TIMERS',
      states.map(({ children }) =>
        workers.map((_, child) => {
          const timers = children.get(idAt(supervisor.ids, child))?.timers;
          return TIMERS.reduce(
            (mask, kind, index) =>
              mask | (timers !== undefined && timers[kind] !== Infinity ? 1 << index : 0),
            0,
          );
        }),
      ),
    ),
    array(
      'HELD',
      states.map(({ children }) =>
        workers.map((_, child) => {
          const record = children.get(idAt(supervisor.ids, child));
          const waits =
            record && record.phase === 'waitingForDependency' && record.spec.pausesWithDependency;
          return Number(waits ?? true);
        }),
      ),
    ),
  ];
}

/** Starting is 0, running 1, cycling 2, on its way out 3, over 4. */
const LIVE: Readonly<Record<string, number>> = {
  starting: 0,
  running: 1,
  restarting: 2,
  stopping: 3,
  stopped: 4,
  failed: 4,
};

function firstFrom(rows: readonly (readonly [number, number])[], state: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.[0] ?? Infinity) < state) low = middle + 1;
    else high = middle;
  }
  return low;
}

function reportTables({ mail, supervisor }: System): readonly string[] {
  const { reports, inboxes } = mail;
  // Reading them may bring others, which are stale already.
  const stale: number[] = [];
  for (let number = 0; number < reports.size; number += 1) stale.push(staleOf(mail, number));
  const all = Array.from({ length: reports.size }, (_, number) => reports.at(number));
  return [
    array('STALE', stale),
    array(
      'SPEAKER',
      all.map(({ child }) => child),
    ),
    array(
      'HEARD',
      all.map((report) => supervisor.stimulus({ type: 'report', report })),
    ),
    `#define QMAX ${inboxes.longest + 1}`,
  ];
}

function staleOf({ inboxes, reports }: System['mail'], number: number): number {
  const only = inboxes.push(0, number);
  const staled = inboxes.staled(only, 1 << reports.at(number).child);
  return inboxes.head(staled);
}

const KINDS: Readonly<Record<OwnStep['kind'], number>> = {
  work: 0,
  failure: 1,
  hang: 2,
  fault: 3,
  late: 4,
};

function workerTables(
  system: System,
  child: number,
  obeyed: ReadonlySet<string>,
): readonly string[] {
  const worker = system.workers[child];
  if (worker === undefined) return [];
  const rows = [...obeyed].map(pair).toSorted(([one, a], [other, b]) => one - other || a - b);
  const own: number[][] = [];
  const ownFrom: number[] = [];
  const stale: number[] = [];
  const lives: number[] = [];
  for (let state = 0; state < worker.states.size; state += 1) {
    ownFrom.push(own.length);
    for (const { to, kind, says } of worker.own(state))
      own.push([KINDS[kind], to, says.length, ...padded(says)]);
    stale.push(worker.staled(state));
    const { life, chart } = worker.states.at(state);
    lives.push((life === 'none' ? 0 : 1) + (SETTLED.has(chart) ? 2 : 0));
  }
  ownFrom.push(own.length);
  const from: number[] = [];
  for (let state = 0; state <= worker.states.size; state += 1) from.push(firstFrom(rows, state));
  return [
    array(`OWN_FROM${child}`, ownFrom),
    array(`OWN${child}`, own),
    array(`STALED${child}`, stale),
    array(`LIFE${child}`, lives),
    array(`OBEY_FROM${child}`, from),
    array(
      `OBEY${child}`,
      rows.map(([state, orders]) => {
        const step = worker.obey(state, orders, system.supervisor.orders.at(orders));
        if ('property' in step) return [orders, state, 0, ...padded([])];
        return [orders, step.to, step.says.length, ...padded(step.says)];
      }),
    ),
  ];
}

const MOST_SAID = 3;

function padded(says: readonly number[]): readonly number[] {
  if (says.length > MOST_SAID) throw new RangeError(`a worker says ${says.length} things at once`);
  return [...says, ...Array.from({ length: MOST_SAID - says.length }, () => 0)];
}

const SETTLED: ReadonlySet<string> = new Set(['running', 'degraded', 'failed', 'stopped']);
