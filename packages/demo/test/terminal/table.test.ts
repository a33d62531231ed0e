import { describe, expect, it } from 'vitest';
import { Tally } from '../../src/scenarios/tally.ts';
import { paintIf } from '../../src/terminal/colour.ts';
import { renderLine } from '../../src/terminal/line.ts';
import { table } from '../../src/terminal/table.ts';

function tallyOf(...paths: readonly string[]): Tally {
  const tally = new Tally();
  for (const path of paths) {
    tally.addOperation(path);
    tally.addSuccess(path);
  }
  return tally;
}

/** One incident of `path`, retried and repaired after `repairMs`. */
function addRepair(tally: Tally, path: string, repairMs: number): void {
  const incident = `${path}#1`;
  tally.addEvent({ type: 'incident.opened', at: 1_000, path, incident, severity: 'TRANSIENT' });
  tally.addEvent({
    type: 'child.retrying',
    at: 1_000,
    path,
    incident,
    attempt: 1,
    severity: 'TRANSIENT',
    delayMs: 0,
  });
  tally.addEvent({ type: 'child.recovered', at: 1_000 + repairMs, path, incident, by: 'retry' });
}

function rendered(tally: Tally, width = 80): readonly string[] {
  const outcome = {
    scenario: 'mixed',
    ok: true,
    unmet: [],
    tally,
    health: 'healthy',
    state: 'running',
    lanes: [],
  } as const;
  return table([outcome], width).map((line) => renderLine(line, paintIf(false), width).trimEnd());
}

describe('table', () => {
  it('has a row for a scenario of one service', () => {
    const tally = tallyOf('a');
    addRepair(tally, 'a', 250);
    expect(rendered(tally)).toEqual([
      '                                                              time to  final',
      'scenario  operations  answered  retries  restarts  fallbacks   repair  health',
      'mixed              1         1        1         0          0   250 ms  healthy',
    ]);
  });

  it('has a row below for each service where there are several, and a dash where nothing was repaired', () => {
    const tally = tallyOf('a', 'b');
    addRepair(tally, 'a', 100);
    expect(rendered(tally).slice(2)).toEqual([
      'mixed              2         2        1         0          0   100 ms  healthy',
      '  a                1         1        1         0          0   100 ms',
      '  b                1         1        0         0          0        -',
    ]);
  });

  it('leaves as much room between the columns as there is, one to three', () => {
    const headings = [60, 80, Infinity].map((width) =>
      rendered(tallyOf('a'), width)[1]?.slice(0, 15),
    );
    expect(headings).toEqual(['scenario operat', 'scenario  opera', 'scenario   oper']);
  });
});

describe('Tally', () => {
  it('counts what is below a supervisor as its own', () => {
    const tally = tallyOf('a');
    addRepair(tally, 'a/x', 100);
    addRepair(tally, 'a/y/z', 200);
    expect(tally.paths).toEqual(['a']);
    expect(tally.at('a')).toMatchObject({ operations: 1, retries: 2, repairsMs: [100, 200] });
  });

  it('counts a repair from the first fault to the next time the service runs, whoever brought it back', () => {
    const tally = new Tally();
    tally.addEvent({
      type: 'incident.opened',
      at: 1_000,
      path: 'a',
      incident: 'a#1',
      severity: 'CRITICAL',
    });
    tally.addEvent({ type: 'child.degraded', at: 1_000, path: 'a', incident: 'a#1' });
    expect(tally.isQuiet).toBe(false);
    tally.addEvent({
      type: 'incident.closed',
      at: 1_000,
      path: 'a',
      incident: 'a#1',
      outcome: 'degraded',
      severity: 'CRITICAL',
      faults: 1,
      restarts: 0,
    });
    expect(tally.isQuiet).toBe(true);
    tally.addEvent({ type: 'child.started', at: 9_000, path: 'a', incarnation: 2 });
    tally.addEvent({ type: 'child.recovered', at: 9_000, path: 'a', by: 'recovery' });
    expect(tally.total()).toMatchObject({ fallbacks: 1, repairsMs: [8_000] });
  });
});
