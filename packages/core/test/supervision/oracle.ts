import {
  canonical,
  type ChildRecord,
  cloneState,
  type Effect,
  reduce,
  stepBudget,
  type SupervisionEvent,
  type SupervisorInput,
  type SupervisorState,
  type TimerKind,
} from '../../src/index.ts';
import { type Harness, law } from './harness.ts';

/** Watches over what must hold after every single input. */
export function watchLaws(harness: Harness): { readonly openIncidents: ReadonlySet<string> } {
  const incidents = watchIncidents(harness);
  harness.watchers.push((effects) => {
    for (const [id, child] of harness.state.children) {
      recordIsTrue(harness, id, child);
      timersAreNeeded(harness, child);
    }
    supervisorIsConsistent(harness);
    onlyOneStartEach(effects);
  });
  watchIntensity(harness);
  watchStarts(harness);
  return { openIncidents: incidents };
}

function recordIsTrue(harness: Harness, id: string, child: ChildRecord): void {
  const truth = harness.child(id);
  law(harness.livesOf(id).length <= 1, `${id} has two lives`);
  lifeIsTrue(harness, child);
  law(truth.chart === child.state, `${id} is told ${truth.chart}, recorded as ${child.state}`);
  const mustLive = child.state === 'running' || child.state === 'retrying';
  law(!mustLive || child.life === 'up', `${id} is ${child.state} without a life`);
  const abandoned = truth.lives.filter(({ state }) => state === 'abandoned').length;
  const { length: recorded } = child.abandoned ?? [];
  law(recorded <= abandoned, `${id}: ${abandoned} lives are abandoned, ${recorded} recorded`);
}

function lifeIsTrue(harness: Harness, { id, life, epoch, state }: ChildRecord): void {
  const [live] = harness.livesOf(id);
  const truth = live?.state ?? 'none';
  law(truth === life, `${id} is ${truth}, recorded as ${life}`);
  // A logic that is to come back from its snapshot is fenced off while it waits for that.
  const isKnown = live?.epoch === epoch || state === 'retrying';
  law(live === undefined || isKnown, `${id} lives in another epoch`);
}

const IDLE = new Set(['failed', 'stopping', 'stopped']);

function timersAreNeeded(harness: Harness, child: ChildRecord): void {
  const truth = harness.child(child.id).timers;
  const recorded = Object.values(child.timers ?? {}).filter((at) => at !== Infinity);
  law(recorded.length === truth.size, `${child.id}: timers recorded are not those set`);
  for (const [kind, at] of truth) law(child.timers?.[kind] === at, `${child.id}: another ${kind}`);
  law(!isIdle(child) || truth.size === 0, `${child.id} is ${child.state} and has a timer`);
  for (const kind of truth.keys())
    law(isOfUse(kind, child), `${child.id} is ${child.state}, ${child.life} and has ${kind}`);
}

function isIdle({ state, incident, recovery }: ChildRecord): boolean {
  const isProven = incident === undefined && recovery === undefined;
  return IDLE.has(state) || (state === 'running' && isProven);
}

function isOfUse(kind: TimerKind, { state, life }: ChildRecord): boolean {
  const uses: Readonly<Record<TimerKind, boolean>> = {
    retry: state === 'retrying',
    restart: state === 'restarting' && life === 'none',
    recovery: state === 'degraded' && life !== 'starting',
    stable: state !== 'restarting' && state !== 'degraded',
  };
  return uses[kind];
}

function supervisorIsConsistent(harness: Harness): void {
  const { state } = harness.state;
  law(state === harness.selfChart, 'the supervisor told another state than it recorded');
  const isEnding = ['stopping', 'stopped', 'failed'].includes(state);
  law(!isEnding || harness.timers().length === 0, `${state} with a timer`);
  if (state !== 'stopped' && state !== 'failed') return;
  for (const id of harness.children.keys())
    law(harness.livesOf(id).length === 0, `the supervisor has ${state} and ${id} lives`);
}

function onlyOneStartEach(effects: readonly Effect[]): void {
  const starts = effects.filter(({ type }) => type === 'startChild');
  const ids = new Set(starts.map((start) => 'id' in start && start.id));
  law(ids.size === starts.length, 'a child is started twice in one turn');
}

/** Every incident is opened once, closed once, and stays within its budgets and its chains. */
function watchIncidents(harness: Harness): ReadonlySet<string> {
  const open = new Set<string>();
  const closed = new Set<string>();
  let seen = 0;
  const spent = new Map<string, number>();
  harness.watchers.push(() => {
    for (const event of harness.events.slice(seen)) {
      law(isJson(event), `not JSON-safe: ${event.type}`);
      bookIncident(event, open, closed);
      checkStep(harness, event, spent);
    }
    seen = harness.events.length;
    for (const { id, incident, incidents } of harness.state.children.values()) {
      const name = `${harness.spec.path === '' ? '' : `${harness.spec.path}/`}${id}#${incidents}`;
      law(open.has(name) === (incident !== undefined), `${name}: open and recorded differ`);
    }
  });
  return open;
}

function bookIncident(event: SupervisionEvent, open: Set<string>, closed: Set<string>): void {
  if (event.type === 'incident.opened') {
    law(!open.has(event.incident) && !closed.has(event.incident), `${event.incident} again`);
    open.add(event.incident);
  }
  if ('incident' in event && event.incident !== undefined && !event.type.startsWith('alert'))
    law(open.has(event.incident), `${event.type} in ${event.incident}, which is not open`);
  if (event.type !== 'incident.closed') return;
  open.delete(event.incident);
  closed.add(event.incident);
}

const STEP_OF: Readonly<Record<string, string>> = {
  'child.retrying': 'retry',
  'child.restarting': 'restart',
};

/** No step but one of its severity's chain, and no more of it than the incident's budget. */
function checkStep(harness: Harness, event: SupervisionEvent, spent: Map<string, number>): void {
  const { policy } = harness.spec;
  if (event.type === 'child.recovered' && event.by === 'retry')
    spent.delete(`${event.incident}:retry`);
  const isStep = ['child.retrying', 'child.restarting', 'child.stepping'].includes(event.type);
  if (!isStep || !('delayMs' in event)) return;
  const step = 'step' in event ? event.step : (STEP_OF[event.type] ?? '');
  law(policy.chains[event.severity].includes(step), `${event.severity} leads to ${step}`);
  const key = `${event.incident}:${step}`;
  const attempts = (spent.get(key) ?? 0) + 1;
  spent.set(key, attempts);
  law(attempts === event.attempt, `${key}: attempt ${attempts} is called ${event.attempt}`);
  law(attempts <= stepBudget(policy, step), `${key}: attempt ${attempts} is over its budget`);
}

function watchIntensity(harness: Harness): void {
  const { intensity } = harness.spec;
  if (intensity === undefined) return;
  let restarts: number[] = [];
  harness.watchers.push((effects, { type, at }) => {
    if (type === 'supervisor.start' && effects.length > 0) restarts = [];
    for (const effect of effects)
      if (effect.type === 'report' && effect.event.type === 'child.restarting') restarts.push(at);
    const within = restarts.filter((restart) => at - restart <= intensity.withinMs);
    law(within.length <= intensity.maxRestarts, `${within.length} restarts: over the intensity`);
  });
}

/** No start before its backoff has passed, nor at once after a failed one, nor one only told of. */
function watchStarts(harness: Harness): void {
  const notBefore = new Map<string, number>();
  harness.watchers.push((effects, input) => {
    for (const effect of effects) {
      if (effect.type === 'startChild') {
        law(
          input.at >= (notBefore.get(effect.id) ?? 0),
          `${effect.id} is started before its backoff`,
        );
        law(input.type !== 'report.startFailed' || input.id !== effect.id, `${effect.id} loops`);
      }
      if (effect.type === 'tell') notBefore.delete(effect.id);
      if (effect.type === 'report') bookBackoff(effect.event, notBefore);
    }
    const isTold = effects.some(
      (effect) => effect.type === 'report' && effect.event.type === 'recovery.attempted',
    );
    law(!isTold || effects.some(({ type }) => type === 'startChild'), 'a recovery without a start');
  });
}

function bookBackoff(event: SupervisionEvent, notBefore: Map<string, number>): void {
  if (event.type !== 'child.restarting') return;
  notBefore.set(event.path.slice(event.path.lastIndexOf('/') + 1), event.at + event.delayMs);
}

/** A clone shares nothing with the original and answers the same. */
export function watchClones(harness: Harness): void {
  let foreseen = '';
  harness.foreseers.push((input) => {
    const before = written(harness.state);
    const twin = cloneState(harness.state);
    law(written(twin) === before, 'a clone is not equal');
    const effects = reduce(twin, input, harness.spec);
    law(written(harness.state) === before, 'a clone shares something with the original');
    foreseen = JSON.stringify(effects) + written(twin);
  });
  harness.watchers.push((effects) => {
    law(JSON.stringify(effects) + written(harness.state) === foreseen, 'a clone answers otherwise');
  });
}

/** Everything of a state, also what JSON leaves out. */
function written(state: SupervisorState): string {
  return JSON.stringify({ ...state, children: [...state.children] }, (_, value: unknown) =>
    value === Infinity || value === undefined ? String(value) : value,
  );
}

/** States by their canonical form, collected over many runs of one tree. */
export type KnownForms = Map<string, { readonly state: SupervisorState; readonly at: number }>;

/** States with one canonical form answer the same, whatever their ids, epochs and instants. */
export function watchCanonical(harness: Harness, known: KnownForms): void {
  let expected: string | undefined;
  harness.foreseers.push((input) => {
    const form = canonical(harness.state, input.at);
    const key = JSON.stringify(form);
    law(isJson(form), 'canonical is not JSON');
    const other = known.get(key);
    expected = undefined;
    if (other === undefined) {
      if (known.size < 20_000) known.set(key, { state: cloneState(harness.state), at: input.at });
      return;
    }
    const twin = cloneState(other.state);
    const asked = translated(input, harness.state, twin, other.at);
    const effects = reduce(twin, asked, harness.spec);
    expected = answerOf(effects, other.at) + rounded(canonical(twin, other.at));
  });
  harness.watchers.push((effects, { at }) => {
    if (expected === undefined) return;
    const actual = answerOf(effects, at) + rounded(canonical(harness.state, at));
    law(actual === expected, `equal canonical forms answer otherwise:\n${actual}\n${expected}`);
  });
}

/** The same input for another state: stale where it is stale here, current where it is current. */
function translated(
  input: SupervisorInput,
  here: SupervisorState,
  there: SupervisorState,
  at: number,
): SupervisorInput {
  if (!('epoch' in input)) return { ...input, at };
  const [mine, theirs] = [here.children.get(input.id), there.children.get(input.id)];
  const known = input.type === 'report.abandonedSettled' ? abandonedBy : currentOf;
  return { ...input, at, epoch: known(theirs)[known(mine).indexOf(input.epoch)] ?? -1 };
}

const abandonedBy = (child: ChildRecord | undefined) => child?.abandoned ?? [];
const currentOf = (child: ChildRecord | undefined) => (child === undefined ? [] : [child.epoch]);

/** Effects without what is only told: instants as delays, no ids, no epochs. */
function answerOf(effects: readonly Effect[], now: number): string {
  return rounded(effects.map((effect) => anonymous(effect, now)));
}

/** Jitter leaves fractions of a millisecond, which come out otherwise at another instant. */
function rounded(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' ? Math.round(inner * 1_000) / 1_000 : inner,
  );
}

function anonymous(effect: Effect, now: number): unknown {
  if (effect.type === 'report') return effect.event.type;
  if (effect.type === 'answer') return effect.result;
  if (effect.type === 'ended') return effect.ending.kind;
  if (effect.type === 'schedule') return { ...effect, at: effect.at - now };
  if (effect.type === 'tell') return { ...effect, context: effect.context?.step };
  const ids = { epoch: 0, incarnation: 0, fault: '' };
  return { ...effect, ...ids };
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  return typeof value === 'object' && Object.values(value).every(isJson);
}

/** What "nothing is lost" means, once nothing is left to happen. */
export function nothingIsLost(harness: Harness): void {
  const { state } = harness.state;
  if (state === 'stopped' || state === 'failed') return;
  law(state === 'running', `the supervisor rests in ${state}`);
  for (const child of harness.state.children.values()) {
    const { id, life, recovery, spec } = child;
    const ends = spec.restart !== 'permanent' || harness.child(id).mayStayStopped;
    const rests: Readonly<Record<string, boolean>> = {
      running: life === 'up',
      degraded: life === 'none' && recovery?.operatorOnly === true,
      failed: life === 'none',
      stopped: life === 'none' && ends,
    };
    law(rests[child.state] === true, `${id} (${spec.restart}) rests in ${harness.at(id)}`);
    law(child.incident === undefined, `${id} rests with an open incident`);
  }
}
