import {
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  otp,
  policy,
  type PolicyOptions,
  selfHealing,
  service,
} from '@kintsugi/actors';
import type { SupervisionEvent, SupervisorSpec } from '@kintsugi/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, type Analysis, type TreeLogic } from '../../src/index.ts';
import { harass } from './adversary.ts';
import { anyFlatTree, worker } from './policies.ts';
import { rootSpec } from './specs.ts';

/** Each as `SEVERITY step`. */
function neverReached({ findings }: Analysis): readonly string[] {
  return findings
    .filter(({ rule }) => rule === 'step-never-reached')
    .flatMap(({ message }) => {
      const [, step = '', severities = ''] = /step "(.+)" of (.+) is never/.exec(message) ?? [];
      return severities.split(/, | and /).map((severity) => `${severity} ${step}`);
    });
}

function chainsOf({ policy: { chains } }: SupervisorSpec): readonly string[] {
  return Object.entries(chains).flatMap(([severity, chain]) =>
    chain.map((step) => `${severity} ${step}`),
  );
}

function stepOf(event: SupervisionEvent): readonly string[] {
  switch (event.type) {
    case 'child.retrying':
      return ['retry'];
    case 'child.restarting':
      return ['restart'];
    case 'child.stepping':
      return [event.step];
    case 'child.degraded':
      return ['fallback'];
    case 'child.failed':
      return ['fail'];
    case 'supervisor.gaveUp':
      return event.reason === 'the chain escalated' ? ['escalate'] : [];
    default:
      return [];
  }
}

/** The steps that faults are answered by, as told, each with the severity that it was taken for. */
function stepsTaken(events: readonly SupervisionEvent[]): ReadonlySet<string> {
  const taken = new Set<string>();
  let severity = '';
  for (const event of events) {
    if (event.type === 'child.faulted') ({ severity } = event);
    for (const step of stepOf(event)) taken.add(`${severity} ${step}`);
  }
  return taken;
}

const MORE = Number(process.env['LAW_RUNS'] ?? 1);

describe('steps that are never reached', () => {
  it('are never reached, whatever happens; most others are', () => {
    const seen = { claimed: 0, others: 0, taken: 0 };
    fc.assert(
      fc.property(anyFlatTree, fc.integer({ min: 1, max: 1_000_000 }), (tree, seed) => {
        const spec = rootSpec(tree);
        const claimed = neverReached(analyse(tree));
        const lives = harass(spec, { seed, untilMs: 20 * 3_600_000, keepsEvents: true });
        const taken = stepsTaken(lives.flatMap(({ events }) => events));
        expect(claimed.filter((step) => taken.has(step))).toEqual([]);
        const others = chainsOf(spec).filter((step) => !claimed.includes(step));
        seen.claimed += claimed.length;
        seen.others += others.length;
        seen.taken += others.filter((step) => taken.has(step)).length;
      }),
      { numRuns: 40 * MORE },
    );
    expect(seen.claimed).toBeGreaterThan(20);
    expect(seen.taken / seen.others).toBeGreaterThan(0.85);
  });
});
