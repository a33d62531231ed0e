import { child, fromSupervisor } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';
import { Changes } from '../src/live/changes.ts';
import { KnownPaths } from '../src/live/known-paths.ts';
import { ChartTable } from '../src/view/chart-table.ts';
import { isWithin } from '../src/view/node-view.ts';
import { payments } from './shop.ts';

const MANY = 50;

/** How many places are looked at: each asks for its chart once. */
class CountingTable extends ChartTable {
  looks = 0;

  override keyOf(...asked: Parameters<ChartTable['keyOf']>): string {
    this.looks += 1;
    return super.keyOf(...asked);
  }
}

it('many supervisors that start again at once cost a look at each place, however they are nested', () => {
  const inner = fromSupervisor({ children: [child('a', payments), child('b', payments)] });
  const outer = fromSupervisor({
    children: Array.from({ length: MANY }, (_, at) => child(`inner-${at}`, inner)),
  });
  const logic = fromSupervisor({ children: [child('outer', outer), child('beside', payments)] });
  const tree = createActor(logic, { clock: createTestClock() }).start();
  const charts = new CountingTable();
  const changes = new Changes(tree, charts, (data) => data);
  const paths = changes.whole(0).map(({ path }) => path);
  charts.looks = 0;
  for (const path of paths) {
    if (path === 'outer' || /inner-\d+$/.test(path)) changes.rearranged(path);
    else if (path !== '') changes.add(path);
  }
  const { nodes, gone } = changes.take(0);
  expect(nodes.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
  expect(gone).toEqual([]);
  expect(charts.looks).toBe(paths.length);
});

it('what is within a path is found by the path, not by all that is known', () => {
  const known = new KnownPaths();
  const all = ['', 'a', 'a/b', 'a/b/c', 'a/bc', 'ab', 'ab/c', 'd'];
  for (const path of all) known.add(path);
  for (const path of [...all, 'x'])
    expect([...known.within(path)].toSorted()).toEqual(all.filter((each) => isWithin(each, path)));
  known.delete('a/b/c');
  known.delete('a/b');
  expect(known.within('a')).toEqual(['a', 'a/bc']);
  expect(known.has('a/b')).toBe(false);
});
