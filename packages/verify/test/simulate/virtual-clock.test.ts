import { child, fromSupervisor, otp, service } from '@kintsugi/actors';
import { describe, expect, it, vi } from 'vitest';
import { simulate } from '../../src/index.ts';
import { SimulatedTree } from '../../src/simulate/simulated-tree.ts';
import { VirtualClock } from '../../src/simulate/virtual-clock.ts';

describe('the clock of a simulation', () => {
  it('counts a timer no more when it has fired, or was taken back, or both', () => {
    const clock = new VirtualClock();
    const own = clock.own();
    const timers = [1, 2, 3].map((delayMs) => own.setTimeout(() => undefined, delayMs));
    expect(own.pending).toBe(3);
    clock.fireNext();
    own.clearTimeout(timers[0]);
    expect(own.pending).toBe(2);
    own.clearTimeout(timers[1]);
    own.clearTimeout(timers[1]);
    expect(own.pending).toBe(1);
    clock.fireNext();
    expect(own.pending).toBe(0);
    expect(clock.now).toBe(3);
  });

  it('lets a timer that fires take itself back', () => {
    const clock = new VirtualClock();
    const own = clock.own();
    const timer: unknown = own.setTimeout(() => own.clearTimeout(timer), 1);
    clock.fireNext();
    expect(own.pending).toBe(0);
  });

  it('tells when nothing of an ended tree can come late: it is looked at no more', async () => {
    const worker = service({ handle: (text: string) => text });
    const children = [child('db', worker), child('web', worker)];
    const looks = vi.spyOn(SimulatedTree.prototype, 'turnEnded');
    const tree = fromSupervisor({ policy: otp, children });
    const { failure, trees, turns } = await simulate(tree, {
      seed: 1,
      days: 0.1,
      faults: 'hostile',
    });
    expect(failure).toBeUndefined();
    expect(trees).toBeGreaterThan(100);
    expect(looks.mock.calls.length).toBeLessThan(2 * turns);
    looks.mockRestore();
  });
});
