import { TIMERS } from '../model/stimuli.ts';
import type { System } from '../model/system.ts';
import type { WorkerModel } from '../model/worker-model.ts';
import type { Explored } from '../search/explore.ts';
import { tablesOf } from './tables.ts';

/** A temporal property that spin is asked for: `pan -N name`. */
export interface LtlClaim {
  readonly name: string;
  /** In spin's own syntax; what its words mean stands in the model. */
  readonly formula: string;
  /** Whether it takes weak fairness to hold. */
  readonly isLiveness: boolean;
}

export function claimsOf({ workers }: System): readonly LtlClaim[] {
  const faults = workers.map((_, child) => ({
    name: `fault${child}`,
    formula: `[] ((!SETTLED${child}) -> <> (SETTLED${child} || OVER))`,
    isLiveness: true,
  }));
  return [
    { name: 'alone', formula: '[] (!OVER || NOBODY)', isLiveness: false },
    ...faults,
    { name: 'shutdown', formula: '[] (STOPPING -> <> OVER)', isLiveness: true },
    { name: 'begin', formula: '[] (BEGINNING -> <> (RUNNING || OVER))', isLiveness: true },
  ];
}

/**
 * The explored model as Promela: its parts as tables, put together again by spin, which searches the
 * product and checks the temporal claims by itself. One process for each fairness class, so that spin's
 * weak fairness (`-f`) is the model's.
 */
export function promelaOf(system: System): string {
  const { workers } = system;
  const each = (text: (child: number) => string) =>
    workers.map((_, child) => text(child)).join('\n');
  const ownMost = Math.max(...workers.map(mostOwnSteps));
  const steps = Array.from({ length: ownMost }, (_, index) => index);
  return [
    // Spin's own limit for the text of a declaration is short; and it would take a bare # for its own.
    `c_decl { \\#include "${HEADER}" }`,
    'c_state "M m" "Global"',
    step('Hears', ['c_expr{ can_hear(&now.m) } -> c_code{ hear(&now.m); }']),
    each((child) =>
      step(
        `Work${child}`,
        steps.map(
          (index) =>
            `c_expr{ can_own(&now.m, ${child}, ${index}, 0) } -> c_code{ own(&now.m, ${child}, ${index}); }`,
        ),
      ),
    ),
    each((child) =>
      TIMERS.map((kind, timer) =>
        step(`${kind}${child}`, [
          `c_expr{ can_fire(&now.m, ${child}, ${timer}) } -> c_code{ fire(&now.m, ${child}, ${timer}); }`,
        ]),
      ).join('\n'),
    ),
    environment(system, steps),
    ...definitions(system),
    ...claimsOf(system).map(({ name, formula }) => `ltl ${name} { ${formula} }`),
    '',
  ].join('\n');
}

function mostOwnSteps(worker: WorkerModel): number {
  let most = 0;
  for (let state = 0; state < worker.states.size; state += 1)
    most = Math.max(most, worker.own(state).length);
  return most;
}

/** What stands beside the model, under this name. */
export const HEADER = 'model.h';

/** The tables, and how a step looks things up in them, as C. */
export function headerOf(system: System, explored: Explored): string {
  return `#define CHILDREN ${system.workers.length}\n${tablesOf(system, explored)}\n${machine(system)}`;
}

function step(name: string, alternatives: readonly string[]): string {
  return `active proctype ${name}() { do\n${alternatives.map((each) => `  :: atomic { ${each} }`).join('\n')}\n  od }`;
}

/** What nobody owes; it may idle for ever. */
function environment({ workers, scope }: System, steps: readonly number[]): string {
  const free = workers.flatMap((_, child) =>
    steps.map(
      (index) =>
        `c_expr{ can_own(&now.m, ${child}, ${index}, 1) } -> c_code{ own(&now.m, ${child}, ${index}); }`,
    ),
  );
  const orders =
    scope.maxOrders === 0 ? [] : Array.from({ length: 5 * workers.length }, (_, index) => index);
  return step('Environment', [
    'c_expr{ 1 }',
    ...free,
    'c_expr{ can_tick(&now.m) } -> c_code{ now.m.s = TICK[now.m.s]; }',
    'c_expr{ can_stop(&now.m) } -> c_code{ stop(&now.m); }',
    ...orders.map((index) => `c_expr{ can_order(&now.m) } -> c_code{ order(&now.m, ${index}); }`),
  ]);
}

function definitions({ workers }: System): readonly string[] {
  return [
    ...workers.map(
      (_, child) =>
        `#define SETTLED${child} (c_expr{ (LIFE${child}[now.m.w[${child}]] & 2) || HELD[now.m.s][${child}] })`,
    ),
    `#define NOBODY (c_expr{ ${workers.map((_, child) => `!(LIFE${child}[now.m.w[${child}]] & 1)`).join(' && ')} })`,
    '#define OVER (c_expr{ LIVE[now.m.s] == 4 })',
    '#define STOPPING (c_expr{ LIVE[now.m.s] == 3 })',
    '#define RUNNING (c_expr{ LIVE[now.m.s] == 1 })',
    '#define BEGINNING (c_expr{ LIVE[now.m.s] == 0 || LIVE[now.m.s] == 2 })',
  ];
}

function limit(most: number): number {
  return most === Infinity ? -1 : most;
}

/** How the parts are put together: the same rules as the search's own, written again in C. */
function machine({ workers, scope, stimuli }: System): string {
  const pick = (name: string) => workers.map((_, child) => `${name}${child}`);
  const row = (name: string, index: string) =>
    pick(name)
      .map((table, child) => `if (child == ${child}) return ${table}[${index}];`)
      .join(' ');
  const cell = (name: string, index: string) =>
    pick(name)
      .map((table, child) => `if (child == ${child}) return ${table}[${index}][field];`)
      .join(' ');
  return `
typedef struct M { int s; int n; int q[QMAX]; int faults; int hangs; int orders; int stops; int begun; int w[CHILDREN]; } M;
static int own_from(int child, int at) { ${row('OWN_FROM', 'at')} return 0; }
static int own_cell(int child, int at, int field) { ${cell('OWN', 'at')} return 0; }
static int obey_from(int child, int at) { ${row('OBEY_FROM', 'at')} return 0; }
static int obey_cell(int child, int at, int field) { ${cell('OBEY', 'at')} return 0; }
static int staled(int child, int at) { ${row('STALED', 'at')} return 0; }
static void no_row(const char *whose, int what) { printf("no row of %s for %d\\n", whose, what); exit(3); }
static void say(M *m, int report) { m->q[m->n++] = report; }
static void obey(M *m, int child, int orders) {
  int i, k, last = obey_from(child, m->w[child] + 1);
  for (i = obey_from(child, m->w[child]); i < last; i++) if (obey_cell(child, i, 0) == orders) {
    m->w[child] = obey_cell(child, i, 1);
    for (k = 0; k < obey_cell(child, i, 2); k++) say(m, obey_cell(child, i, 3 + k));
    return;
  }
  no_row("a worker", orders);
}
static void turn(M *m, int stimulus) {
  int i, k, child, last = TURN_FROM[m->s + 1];
  for (i = TURN_FROM[m->s]; i < last; i++) if (TURN[i][0] == stimulus) {
    m->s = TURN[i][1];
    for (k = 0; k < m->n; k++) if (TURN[i][2] & (1 << SPEAKER[m->q[k]])) m->q[k] = STALE[m->q[k]];
    for (child = 0; child < CHILDREN; child++) {
      if (TURN[i][2] & (1 << child)) m->w[child] = staled(child, m->w[child]);
      if (TURN[i][3 + child] != -1) obey(m, child, TURN[i][3 + child]);
    }
    return;
  }
  no_row("the supervisor", stimulus);
}
static int is_live(M *m) { return m->begun && LIVE[m->s] != 4; }
static int can_hear(M *m) { return !m->begun || (is_live(m) && m->n > 0); }
static void hear(M *m) {
  int k, report = m->q[0];
  if (!m->begun) { m->begun = 1; turn(m, ${stimuli.start}); return; }
  for (k = 1; k < m->n; k++) m->q[k - 1] = m->q[k];
  m->n--; m->q[m->n] = 0;
  turn(m, HEARD[report]);
}
static int may_spend(int spent, int most) { return most < 0 || spent < most; }
static int can_own(M *m, int child, int index, int is_free) {
  int kind, at = own_from(child, m->w[child]) + index;
  if (!is_live(m) || at >= own_from(child, m->w[child] + 1)) return 0;
  kind = own_cell(child, at, 0);
  if ((kind >= 3) != is_free) return 0;
  if (is_free && m->n >= ${scope.mailbox}) return 0;
  if (kind >= 1 && kind <= 3 && !may_spend(m->faults, ${limit(scope.maxFaults)})) return 0;
  return kind != 2 || may_spend(m->hangs, ${limit(scope.maxHangs)});
}
static void own(M *m, int child, int index) {
  int k, at = own_from(child, m->w[child]) + index, kind = own_cell(child, at, 0);
  if (kind >= 1 && kind <= 3 && ${limit(scope.maxFaults)} >= 0) m->faults++;
  if (kind == 2 && ${limit(scope.maxHangs)} >= 0) m->hangs++;
  m->w[child] = own_cell(child, at, 1);
  for (k = 0; k < own_cell(child, at, 2); k++) say(m, own_cell(child, at, 3 + k));
}
static const int FIRE[CHILDREN][4] = { ${stimuli.timers.map((row_) => `{${row_.join()}}`).join()} };
static int can_fire(M *m, int child, int timer) { return is_live(m) && (TIMERS[m->s][child] & (1 << timer)); }
static void fire(M *m, int child, int timer) { turn(m, FIRE[child][timer]); }
static int can_tick(M *m) { return is_live(m) && TICK[m->s] != m->s; }
static const int STOP[2] = { ${stimuli.stops.join()} };
static int can_stop(M *m) { return is_live(m) && m->stops < 2; }
static void stop(M *m) { turn(m, STOP[m->stops++]); }
static const int ORDER[${Math.max(1, stimuli.orders.length)}] = { ${stimuli.orders.join() || '0'} };
static int can_order(M *m) { return is_live(m) && m->orders < ${limit(scope.maxOrders)}; }
static void order(M *m, int index) { m->orders++; turn(m, ORDER[index]); }
`;
}
