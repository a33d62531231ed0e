import { child, fromSupervisor, tell } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
import { createActor, createMachine } from 'xstate';
import type { Bundle } from '../src/index.ts';
import { ask } from './open.ts';
import { open, payments } from './shop.ts';

const SERVICES = 150;
const LARGE = Object.fromEntries(
  Array.from({ length: 60 }, (_, at) => [`field-${at}`, 'x'.repeat(1_900)]),
);

it('a file holds what fits, what is in trouble first, and says what was left out', async () => {
  const large = createMachine({ context: LARGE });
  const logic = fromSupervisor({
    children: [
      ...Array.from({ length: SERVICES }, (_, at) => child(`large-${at}`, large)),
      child('last', payments),
    ],
  });
  const tree = createActor(logic, { clock: createTestClock() }).start();
  const { url } = await open(tree);
  tell(tree, 'last', { crash: new Error('refused') });
  const { status, text, json } = await ask(url, '/bundle');
  expect(status).toBe(200);
  expect(text.length).toBeLessThan(9_000_000);
  const { services, leftOut = [], history } = json as Bundle;
  const paths = services.map(({ path }) => path);
  expect(paths.slice(0, 2)).toEqual(['last', 'large-0']);
  expect(leftOut.length).toBeGreaterThan(50);
  expect([...paths, ...leftOut]).toHaveLength(SERVICES + 1);
  // The tree is whole.
  expect(history.first.nodes).toHaveLength(SERVICES + 2);
});
