import {
  child,
  describeTree,
  fromSupervisor,
  service,
  type SupervisionEvent,
  toMermaid,
  toSvg,
} from '@kintsugi/actors';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

const worker = service({ handle: (request: string) => request });
const shop = fromSupervisor({ children: [child('db', worker), child('cart', worker)] });

it('draws the tree, and of each of its supervisors the chains and the chart', () => {
  const tree = describeTree(shop);
  expect(toMermaid(tree)).toContain('n1["db<br/><i>service</i>"]');
  for (const { spec } of tree) {
    expect(toMermaid(spec.policy.chains)).toContain('TRANSIENT_1["retry"]');
    expect(toMermaid(spec.chart)).toContain('running --> retrying: retry');
    const svg = toSvg(spec.chart, { active: 'retrying', nextStep: 'restart', standalone: true });
    expect(svg).toContain('It is in retrying now. The next step leads to restarting.');
  }
});

it('draws what has happened', () => {
  const told: SupervisionEvent[] = [];
  const tree = createActor(shop);
  tree.on('*', (event) => told.push(event));
  tree.start();
  const ofDb = told.filter(({ path }) => path === 'db');
  expect(toMermaid(ofDb)).toContain('p1->>p0: +0 ms, is running (life 1)');
  tree.stop();
});
