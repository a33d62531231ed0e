import {
  child,
  events$,
  fromSupervisor,
  policy,
  type SupervisionEvent,
  tell,
} from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';
import { type Look, look } from './open.ts';
import { open, payments } from './shop.ts';

const BATCHES = 60;
const unlimited = policy({
  restart: { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs: 0 } },
  longWindow: { restarts: Infinity },
  pattern: { failures: 1_000_000 },
});

it('a viewer that does not read gets no more than fits, and then a whole frame instead of what it missed', async () => {
  const children = Array.from({ length: 100 }, (_, at) => child(`child-${at}`, payments));
  const logic = fromSupervisor({ children, policy: unlimited });
  const tree = createActor(logic, { clock: createTestClock() }).start();
  const { url, pageClock } = await open(tree);
  const [slow, quick] = await Promise.all([look(url), look(url)]);
  await Promise.all([slow.first, quick.first]);
  slow.response.pause();
  const error = new Error(`refused: ${'x'.repeat(1_000)}`);
  for (let batch = 1; batch <= BATCHES; batch++) {
    for (let at = 0; at < 100; at++) tell(tree, `child-${at}`, { crash: error });
    await pageClock.advance(50);
    await expect.poll(() => quick.messages.length, { timeout: 60_000 }).toBe(batch + 1);
  }
  slow.response.resume();
  await expect.poll(() => slow.messages.at(-1)?.data.revision, { timeout: 60_000 }).toBe(BATCHES);
  const revisions = slow.messages.map(({ event, id }) => `${event} ${id}`);
  const missed = BATCHES + 2 - slow.messages.length;
  expect(missed).toBeGreaterThan(0);
  expect(revisions.at(-1)).toBe(`frame ${BATCHES}`);
  // What it was told before is without a gap.
  const before = slow.messages.slice(1, -1).map(({ data }) => data.revision);
  expect(before).toEqual(before.map((_, at) => at + 1));
  // It is as up to date as the other one, and goes on with it.
  tell(tree, 'child-0', { crash: error });
  await pageClock.advance(50);
  const revisionOf = ({ messages }: Look) => messages.at(-1)?.data.revision;
  const timeout = 60_000;
  await expect.poll(() => revisionOf(quick), { timeout }).toBe(BATCHES + 1);
  await expect.poll(() => revisionOf(slow), { timeout }).toBe(BATCHES + 1);
  expect(slow.messages.at(-1)?.data.nodes).toEqual(quick.messages.at(-1)?.data.nodes);
});

it('a viewer is told the last 500 events of a batch, and by their numbers that there were more', async () => {
  const logic = fromSupervisor({ children: [child('db', payments)], policy: unlimited });
  const tree = createActor(logic, { clock: createTestClock() }).start();
  const { url, pageClock } = await open(tree);
  const viewer = await look(url);
  await viewer.first;
  const heard: SupervisionEvent[] = [];
  events$(tree).subscribe((event) => heard.push(event));
  for (let at = 0; at < 400; at++) tell(tree, 'db', { crash: new Error('refused') });
  await pageClock.advance(50);
  await expect.poll(() => viewer.messages.length).toBe(2);
  const { events } = viewer.messages[1]?.data ?? { events: [] };
  expect(heard.length).toBeGreaterThan(2_000);
  expect(events).toHaveLength(500);
  expect(events.map(({ number }) => number)).toEqual(
    events.map((_, at) => heard.length - events.length + at + 1),
  );
  expect(events.at(-1)?.event.type).toBe(heard.at(-1)?.type);
});
