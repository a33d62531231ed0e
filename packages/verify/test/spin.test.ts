import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { child, fromSupervisor, service } from '@kintsugi/actors';
import { reduce } from '@kintsugi/core';
import { afterAll, describe, expect, it } from 'vitest';
import { type PromelaModel, type Reduce, toPromela, verify } from '../src/index.ts';
import { SHORT } from './planted/planted-bugs.ts';

const has = (command: string) => spawnSync(command, ['--version']).error === undefined;
const isInstalled = has('spin') && has('gcc');
const folder = mkdtempSync(join(tmpdir(), 'kintsugi-spin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: string, ...args: readonly string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

const BUILD = ['-O1', '-w', '-DNOREDUCE', '-DVECTORSZ=2048'];

/** Spin's own count of the states, and whether each claim has an error. */
function searched({ promela, claims }: PromelaModel) {
  writeFileSync(join(folder, 'model.pml'), promela);
  // It ends with 1 where there are several claims: it wants one to be chosen.
  spawnSync('spin', ['-a', 'model.pml'], { cwd: folder });
  run('gcc', ...BUILD, '-DNOCLAIM', '-DSAFETY', '-o', 'reach', 'pan.c');
  run('gcc', ...BUILD, '-DNFAIR=4', '-o', 'claim', 'pan.c');
  const states = Number(/(\d+) states, stored/.exec(run('./reach', '-m1000000', '-E'))?.[1]);
  const broken = claims
    .filter(({ name, isLiveness }) => {
      const fairness = isLiveness ? ['-f'] : [];
      const printed = run('./claim', '-a', ...fairness, '-m1000000', '-E', '-N', name);
      return !printed.includes('errors: 0');
    })
    .map(({ name }) => name);
  return { states, broken };
}

const worker = service({ handle: (text: string) => text });
const alone = fromSupervisor({ policy: SHORT, children: [child('a', worker)] });
const pair = (strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one') =>
  fromSupervisor({ policy: SHORT, strategy, children: [child('a', worker), child('b', worker)] });

const without =
  (type: string): Reduce =>
  (state, input, spec) =>
    input.type === type ? [] : reduce(state, input, spec);

describe.skipIf(!isInstalled)(
  'spin, of Debian, searches the same model (install: apt-get install spin gcc libc6-dev)',
  () => {
    it.each([
      ['one child, whatever goes wrong', alone, { services: 1, maxFaults: Infinity }],
      ['one child, two orders', alone, { services: 1, maxFaults: 2, maxOrders: 2 }],
      ['one_for_one of two', pair('one_for_one'), { maxFaults: 2 }],
      ['one_for_all of two', pair('one_for_all'), { maxFaults: 2 }],
      ['rest_for_one of two', pair('rest_for_one'), { maxFaults: 2 }],
    ])('%s: as many states, and every claim holds', (_, subject, options) => {
      const [model] = toPromela(subject, options);
      expect(verify(subject, options).holds).toBe(true);
      expect(model && searched(model)).toEqual({ states: model?.states, broken: [] });
    });

    it.each([
      ['report.stopOverdue', 'shutdown'],
      ['report.startFailed', 'begin'],
    ])('where %s is ignored it finds as we do that something never ends', (type, claim) => {
      const options = { services: 1, maxFaults: 2, reduce: without(type) };
      const [model] = toPromela(alone, options);
      expect(verify(alone, options).holds).toBe(false);
      expect(model && searched(model).broken).toContain(claim);
    });
  },
);
