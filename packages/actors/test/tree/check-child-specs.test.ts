import { describe, expect, it } from 'vitest';
import { fromPromise } from 'xstate';
import { checkChildSpecs, child, fromSupervisor } from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';

const runs = faultyService().service;

describe('checkChildSpecs', () => {
  it('takes children and plain descriptions, of whatever can be run', () => {
    const list = [
      child('a', runs),
      { id: 'b', runs, restart: 'transient', shutdown: 'brutal_kill', dependsOn: ['a'] },
      { id: 'c', runs: fromPromise(async () => 1) },
      { id: 'd', runs: fromSupervisor({ children: [] }), shutdown: 5 },
    ];
    expect(checkChildSpecs(list)).toEqual({ ok: true });
    expect(checkChildSpecs([])).toEqual({ ok: true });
  });

  it('starts nothing', () => {
    const faulty = faultyService();
    checkChildSpecs([child('a', faulty.service), { id: 'b', runs: faulty.service }]);
    expect(faulty.calls).toEqual([]);
  });

  it.each([
    ['a', 'checkChildSpecs'],
    [null, 'checkChildSpecs'],
    [[null], 'checkChildSpecs[0]'],
    [[child('a', runs), 'b'], 'checkChildSpecs[1]'],
    [[{ runs }], 'checkChildSpecs[0].id'],
    [[{ id: 'a' }], 'checkChildSpecs[0].runs'],
    [[{ id: 'a/b', runs }], 'child.id'],
    [[{ id: 'a', runs: {} }], 'child("a") runs'],
    [[{ id: 'a', runs, restart: 'always' }], 'child("a").restart'],
    [[{ id: 'a', runs, shutdown: -1 }], 'child("a").shutdown'],
    [[{ id: 'a', runs, start: runs }], 'child("a").start'],
    [[{ id: 'a', runs, restart: 'permanent', significant: true }], 'child("a").significant'],
    [[{ id: 'a', runs }, child('a', runs)], 'checkChildSpecs.children[1].id'],
    [[{ id: 'a', runs, dependsOn: ['b'] }], 'checkChildSpecs.children[0].dependsOn'],
  ])('names the first that is wrong, as starting it would: %#', (list, option) => {
    expect(checkChildSpecs(list as readonly unknown[])).toMatchObject({
      ok: false,
      error: { code: 'INVALID_OPTION', option },
    });
  });

  it('checks them as children of a supervisor of this kind', () => {
    const significant = [{ id: 'a', runs, restart: 'temporary', significant: true }];
    expect(checkChildSpecs(significant)).toMatchObject({
      ok: false,
      error: { option: 'checkChildSpecs.children[0].significant' },
    });
    expect(checkChildSpecs(significant, { autoShutdown: 'all_significant' })).toEqual({ ok: true });
    const dependent = [
      { id: 'a', runs },
      { id: 'b', runs, dependsOn: ['a'] },
    ];
    expect(checkChildSpecs(dependent, { strategy: 'rest_for_one' })).toMatchObject({
      ok: false,
      error: { option: 'checkChildSpecs.children[1].dependsOn' },
    });
    expect(checkChildSpecs([], { strategy: 'all' as never })).toMatchObject({
      error: { option: 'checkChildSpecs.strategy' },
    });
  });
});
