import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { child, fromSupervisor, service } from '@kintsugi/actors';
import { reduce } from '@kintsugi/core';
import { afterAll, describe, expect, it } from 'vitest';
import { type PromelaModel, type Reduce, toPromela, verify } from '../../src/index.ts';
import { SHORT } from './planted/planted-bug.ts';

/** Spin's search of the largest of them takes half a minute, and longer on a busy machine. */
const TIMEOUT_MS = 600_000;

const has = (command: string) => spawnSync(command, ['--version']).error === undefined;
const isInstalled = has('spin') && has('gcc');
const folder = mkdtempSync(join(tmpdir(), 'kintsugi-spin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: string, ...args: readonly string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

/** Spin's own count of the states, and which claims have an error. */
function searched({ files, claims }: PromelaModel) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  // It does not end with 0 where there are several claims: it wants one to be chosen.
  spawnSync('spin', ['-a', 'model.pml'], { cwd: folder });
  run('gcc', '-O0', '-w', '-DNOREDUCE', '-DNFAIR=4', '-DVECTORSZ=2048', '-o', 'pan', 'pan.c');
  const printed = claims.map(({ name, isLiveness }) => {
    const fairness = isLiveness ? ['-f'] : [];
    return { name, text: run('./pan', '-a', ...fairness, '-m1000000', '-E', '-N', name) };
  });
  // The claim about safety has one state of its own as long as it holds: the states are the model's.
  const states = Number(/(\d+) states, stored/.exec(printed[0]?.text ?? '')?.[1]);
  for (const { text } of printed)
    if (text.includes('max search depth too small')) throw new Error('spin has not searched all');
  const broken = printed.filter(({ text }) => !text.includes('errors: 0'));
  return { states, broken: broken.map(({ name }) => name) };
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
  { timeout: TIMEOUT_MS },
  () => {
    it.each([
      ['one child, whatever goes wrong', alone, { services: 1, maxFaults: Infinity }],
      ['one child, two orders', alone, { services: 1, maxFaults: 2, maxOrders: 2 }],
      ['one_for_one of two', pair('one_for_one'), { maxFaults: 1 }],
      ['one_for_all of two', pair('one_for_all'), { maxFaults: 2 }],
      ['rest_for_one of two', pair('rest_for_one'), { maxFaults: 1 }],
    ])('%s: as many states, and every claim holds', (_, subject, options) => {
      const [model] = toPromela(subject, options);
      expect(verify(subject, options).holds).toBe(true);
      expect(model && searched(model)).toEqual({ states: model?.states, broken: [] });
    });

    it.each([
      ['report.stopOverdue', 'shutdown'],
      // A failure that is not answered breaks a property of a turn: there is no model of that.
      ['report.started', 'begin'],
    ])('where %s is ignored it finds as we do that something never ends', (type, claim) => {
      const options = { services: 1, maxFaults: 2, reduce: without(type) };
      const [model] = toPromela(alone, options);
      expect(verify(alone, options).holds).toBe(false);
      expect(model && searched(model).broken).toContain(claim);
    });
  },
);
