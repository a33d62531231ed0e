import { child, fromSupervisor, otp, service } from '@kintsugi/actors';
import { analyse } from '@kintsugi/verify';
import { expect, it } from 'vitest';

const feed = service({ handle: (topic: string) => `news of ${topic}` });

const feeds = fromSupervisor({
  policy: otp,
  intensity: { maxRestarts: 3, withinMs: 60_000 },
  children: [child('one', feed), child('two', feed)],
});

const app = fromSupervisor({
  policy: otp,
  intensity: { maxRestarts: 3, withinMs: 60_000 },
  children: [child('feeds', feeds)],
});

it('has nothing in it that cannot be meant', () => {
  const { findings } = analyse(app);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

it('bears no more than this', () => {
  const { restartsPerHour, supervisors } = analyse(app);
  const [root, below] = supervisors;
  expect(restartsPerHour.atMost).toBeLessThan(2_000);
  expect(root?.stop.atMostMs).toBe(10_000);
  expect(below?.children[0]?.rootGivesUp).toMatchObject({
    levels: [
      { path: 'feeds', lives: 4 },
      { path: '', lives: 16 },
    ],
  });
});
