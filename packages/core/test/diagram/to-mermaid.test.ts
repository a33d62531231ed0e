import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANY_INSTANCE,
  type ChildSpec,
  escalationPolicy,
  lifecycleChart,
  otp,
  selfHealing,
  type Strategy,
  type SupervisionEvent,
  type SupervisorDescription,
  supervisorChart,
  toMermaid,
} from '../../src/index.ts';
import { sampleEvents } from '../sample-events.ts';
import { anyCharts, chains, movesOf, policyCharts } from './charts.ts';

const text = (...lines: readonly string[]) => lines.join('\n');

/** What a label may be made of: letters, a little punctuation, and codes of characters. */
const LABEL = String.raw`(?:[\p{L}\p{M}\p{N} .,()_/+-]|#\d+;)*`;
const all = (lines: readonly string[], line: string) =>
  lines.filter((each) => !new RegExp(`^  (?:${line})$`, 'u').test(each));

describe('toMermaid of a chart', () => {
  it('is a state diagram with one edge for each pair of states', () => {
    expect(toMermaid(lifecycleChart(otp))).toBe(
      text(
        'stateDiagram-v2',
        '  starting',
        '  running',
        '  restarting',
        '  stopping',
        '  stopped',
        '  [*] --> starting',
        '  starting --> running: started',
        '  starting --> restarting: restart',
        '  starting --> stopped: exited',
        '  starting --> stopping: stop',
        '  running --> restarting: restart',
        '  running --> stopped: exited',
        '  running --> stopping: stop',
        '  restarting --> running: started',
        '  restarting --> restarting: restart',
        '  restarting --> stopped: exited',
        '  restarting --> stopping: stop',
        '  stopping --> stopped: stopped',
        '  stopped --> starting: start',
      ),
    );
  });

  it('names all events of an edge', () => {
    const lines = toMermaid(supervisorChart).split('\n');
    expect(lines).toContain('  running --> stopping: give_up, stop');
  });

  it('gives an alias to a state whose name is not ours: it could be a word of Mermaid', () => {
    const policy = escalationPolicy({ TRANSIENT: [{ step: 'note' }, 'fail'] });
    const lines = toMermaid(lifecycleChart(policy)).split('\n');
    expect(lines).toContain('  state "note" as s3');
    expect(lines).toContain('  running --> s3: note');
    expect(lines).toContain('  s3 --> running: recovered');
  });

  it('shows every state and every move of the chart of any policy once', () => {
    fc.assert(
      fc.property(policyCharts, (chart) => {
        const lines = toMermaid(chart).split('\n');
        const named = lines.filter((line) => !line.includes('-->')).slice(1);
        const aliases = new Map(
          named.map((line) => {
            const [, own, alias] = /^ {2}state "(.*)" as (s\d+)$/.exec(line) ?? [];
            return [alias ?? line.trim(), own ?? line.trim()];
          }),
        );
        const moves = lines.flatMap((line) => {
          const [, from = '', to = '', events] = /^ {2}(\w+) --> (\w+): (.*)$/.exec(line) ?? [];
          return events === undefined
            ? []
            : [`${aliases.get(from)} to ${aliases.get(to)}: ${events}`];
        });
        expect([...aliases.values()]).toEqual(Object.keys(chart.states));
        expect(named).toHaveLength(aliases.size);
        expect(moves.toSorted()).toEqual(movesOf(chart).toSorted());
      }),
    );
  });

  it('is made of nothing but such lines, whatever the names are', () => {
    fc.assert(
      fc.property(anyCharts, (chart) => {
        const [head, ...lines] = toMermaid(chart).split('\n');
        expect(head).toBe('stateDiagram-v2');
        const state = String.raw`\w+|state "${LABEL}" as s\d+`;
        const edge = String.raw`(?:\[\*\]|\w+) --> \w+(?:: ${LABEL})?`;
        expect(all(lines, `${state}|${edge}`)).toEqual([]);
        expect(lines).toHaveLength(Object.keys(chart.states).length + 1 + movesOf(chart).length);
      }),
    );
  });
});

describe('toMermaid of chains', () => {
  it('is a flowchart with a row for each severity', () => {
    expect(toMermaid(otp.chains)).toBe(
      text(
        'flowchart LR',
        '  TRANSIENT(["TRANSIENT"]) --> TRANSIENT_1["restart"] --> TRANSIENT_2["escalate"]',
        '  RECOVERABLE(["RECOVERABLE"]) --> RECOVERABLE_1["restart"] --> RECOVERABLE_2["escalate"]',
        '  CRITICAL(["CRITICAL"]) --> CRITICAL_1["restart"] --> CRITICAL_2["escalate"]',
      ),
    );
  });

  it('has the steps of every chain in order', () => {
    fc.assert(
      fc.property(chains, (drawn) => {
        const rows = toMermaid(drawn).split('\n').slice(1);
        const steps = rows.map((row) => [...row.matchAll(/ --> \w+\["([^"]*)"\]/g)]);
        expect(steps.map((found) => found.map(([, step]) => step))).toEqual(Object.values(drawn));
      }),
    );
  });
});

const at = { at: 60_000, path: 'shop/payments', incident: 'payments#1' } as const;
const step = { ...at, attempt: 1, severity: 'TRANSIENT', delayMs: 0 } as const;

describe('toMermaid of events', () => {
  it('is a sequence diagram: reports, orders and notes, each at its distance from the first', () => {
    const { fault } = sampleEvents['child.faulted'];
    const events: readonly SupervisionEvent[] = [
      { ...at, type: 'incident.opened', severity: 'TRANSIENT' },
      { ...at, type: 'child.faulted', fault, severity: 'TRANSIENT' },
      { ...step, type: 'child.retrying' },
      { ...at, at: 61_500, type: 'child.recovered', by: 'retry' },
    ];
    expect(toMermaid(events)).toBe(
      text(
        'sequenceDiagram',
        '  participant p0 as shop',
        '  participant p1 as shop/payments',
        '  Note over p1: +0 ms, has a new incident (payments#35;1)#58; TRANSIENT',
        '  p1->>p0: +0 ms, faulted (operation of payments#35;1)#58; TRANSIENT#58; TypeError#58; fetch failed, caused by Error#58; connect ECONNREFUSED',
        '  p0->>p1: +0 ms, retries (attempt 1 of payments#35;1, at once)#58; TRANSIENT',
        '  Note over p1: +1.5 s, recovered by retry (payments#35;1)',
      ),
    );
  });

  it('calls the supervisor of a child of the root "root"', () => {
    expect(toMermaid([{ ...step, path: 'payments', type: 'child.retrying' }])).toContain(
      'participant p0 as root\n  participant p1 as payments\n  p0->>p1: ',
    );
  });

  it('draws nothing of no events', () => {
    expect(toMermaid([])).toBe('sequenceDiagram');
  });

  it('shows every event in one line of nothing but text, whatever its ids are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        const events: readonly SupervisionEvent[] = Object.values(sampleEvents).map((event) => ({
          ...event,
          path: `a/${id}`,
          incident: id,
        }));
        const [, ...lines] = toMermaid(events).split('\n');
        const participants = lines.filter((line) => line.startsWith('  participant'));
        expect(lines).toHaveLength(participants.length + events.length);
        const message = String.raw`(?:p\d+->>p\d+|Note over p\d+): ${LABEL}`;
        expect(all(lines, String.raw`participant p\d+ as ${LABEL}|${message}`)).toEqual([]);
      }),
    );
  });
});

const service: ChildSpec = {
  kind: 'service',
  restart: 'permanent',
  shutdown: 5_000,
  significant: false,
  dependsOn: [],
  pausesWithDependency: false,
  intensity: undefined,
  hasDegradeHook: false,
};

function described(
  path: string,
  children: Readonly<Record<string, ChildSpec>>,
  strategy: Strategy = 'one_for_one',
  template?: ChildSpec,
): SupervisorDescription {
  const list = Object.entries(children).map(([id, spec]) => ({ id, spec }));
  const spec = {
    path,
    strategy,
    policy: selfHealing,
    chart: lifecycleChart(selfHealing),
    intensity: undefined,
    autoShutdown: 'never',
    maxChildren: Infinity,
    children: list,
  } as const;
  return { spec, template };
}

describe('toMermaid of a tree', () => {
  it('is a flowchart: what stands below what, and what depends on what', () => {
    const supervisor: ChildSpec = { ...service, kind: 'supervisor' };
    const tree = [
      described('', { db: service, rooms: { ...supervisor, dependsOn: ['db'] } }, 'rest_for_one'),
      described('rooms', {}, 'simple_one_for_one', { ...service, restart: 'transient' }),
    ];
    expect(toMermaid(tree)).toBe(
      text(
        'flowchart TD',
        '  n0["root<br/><i>supervisor, rest_for_one</i>"]',
        '  n1["db<br/><i>service</i>"]',
        '  n2["rooms<br/><i>supervisor, simple_one_for_one</i>"]',
        '  n3["#42;<br/><i>service, transient</i>"]',
        '  n0 --> n1',
        '  n0 --> n2',
        '  n2 --> n3',
        '  n2 -. depends on .-> n1',
      ),
    );
    expect(ANY_INSTANCE).toBe('*');
  });

  it('is made of nothing but such lines, whatever the ids are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary' })), (ids) => {
        const children = Object.fromEntries(ids.map((id) => [id, { ...service, dependsOn: ids }]));
        const [, ...lines] = toMermaid([described('', children)]).split('\n');
        const node = String.raw`n\d+\["${LABEL}<br/><i>${LABEL}</i>"\]`;
        expect(all(lines, String.raw`${node}|n\d+ (?:-->|-. depends on .->) n\d+`)).toEqual([]);
        expect(lines).toHaveLength(1 + ids.length + ids.length + ids.length ** 2);
      }),
    );
  });
});
