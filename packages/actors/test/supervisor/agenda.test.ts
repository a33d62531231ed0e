import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
// The one test that looks inside: no face of the tree shows one supervisor's deadlines alone.
import { Agenda } from '../../src/supervisor/agenda.ts';

/** A clock with at most one timer, which is what an agenda may set. */
function oneTimerClock() {
  let now = 0;
  let order = 0;
  const timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  return {
    now: () => now,
    setTimeout(callback: () => void, delayMs: number) {
      order += 1;
      timers.set(order, { at: now + delayMs, callback });
      expect(timers.size).toBe(1);
      expect(delayMs).toBeLessThan(2 ** 31);
      return order;
    },
    clearTimeout: (timer: unknown) => void timers.delete(timer as number),
    advance(ms: number) {
      const until = now + ms;
      for (;;) {
        const [first] = timers;
        if (first === undefined || first[1].at > until) break;
        timers.delete(first[0]);
        now = Math.max(now, first[1].at);
        first[1].callback();
      }
      now = until;
    },
    timers,
  };
}

const IDS = ['a', 'b', 'c', 'd'] as const;
const KINDS = ['retry', 'stop'] as const;
const act = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      id: fc.constantFrom(...IDS),
      kind: fc.constantFrom(...KINDS),
      inMs: fc.integer({ min: -5, max: 50 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('cancel' as const),
      id: fc.constantFrom(...IDS),
      kind: fc.constantFrom(...KINDS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      ms: fc.integer({ min: 0, max: 30 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
);

/** The same, in the plainest way: a list that is searched every time. */
class NaiveAgenda {
  now = 0;
  #order = 0;
  #list: { readonly key: string; readonly at: number; readonly order: number }[] = [];
  readonly fired: string[] = [];

  cancel(key: string) {
    this.#list = this.#list.filter((deadline) => deadline.key !== key);
  }

  set(key: string, at: number) {
    this.cancel(key);
    this.#list.push({ key, at, order: this.#order++ });
  }

  clear() {
    this.#list = [];
  }

  advance(ms: number) {
    const until = this.now + ms;
    const due = this.#list
      .filter(({ at }) => at <= until)
      .toSorted(
        (a, b) =>
          Math.max(a.at, this.now) - Math.max(b.at, this.now) || a.at - b.at || a.order - b.order,
      );
    for (const { key, at } of due) this.fired.push(`${Math.max(at, this.now)} ${key}`);
    this.#list = this.#list.filter(({ at }) => at > until);
    this.now = until;
  }
}

describe('the agenda of a supervisor', () => {
  it('keeps little of what was taken back, and forgets all of it with the last', () => {
    const clock = oneTimerClock();
    const fired: string[] = [];
    const agenda = new Agenda(clock, (id) => fired.push(`${clock.now()} ${id}`));
    const ids = Array.from({ length: 1_000 }, (_, n) => `child-${n}`);
    for (const id of ids) agenda.set(id, 'stop', 1_000);
    for (const id of ids.slice(3)) agenda.cancel(id, 'stop');
    agenda.set('child-1', 'stop', 500);
    agenda.set('child-2', 'stop', 2_000);
    clock.advance(3_000);
    expect(fired).toEqual(['500 child-1', '1000 child-0', '2000 child-2']);
    for (const id of ids) agenda.set(id, 'stop', 9_000);
    for (const id of ids) agenda.cancel(id, 'stop');
    expect(clock.timers.size).toBe(0);
  });

  it('fires each deadline once, at its instant, in order, as a naive list would', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const clock = oneTimerClock();
        const fired: string[] = [];
        const agenda = new Agenda(clock, (id, kind) => fired.push(`${clock.now()} ${kind}/${id}`));
        const naive = new NaiveAgenda();
        for (const one of acts)
          switch (one.do) {
            case 'set':
              agenda.set(one.id, one.kind, clock.now() + one.inMs);
              naive.set(`${one.kind}/${one.id}`, clock.now() + one.inMs);
              break;
            case 'cancel':
              agenda.cancel(one.id, one.kind);
              naive.cancel(`${one.kind}/${one.id}`);
              break;
            case 'clear':
              agenda.clear();
              naive.clear();
              break;
            case 'advance':
              clock.advance(one.ms);
              naive.advance(one.ms);
              break;
          }
        clock.advance(100);
        naive.advance(100);
        expect(fired).toEqual(naive.fired);
        expect(clock.timers.size).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('a deadline that one of the same instant takes back, or sets anew, does not fire with it', () => {
    const clock = oneTimerClock();
    const fired: string[] = [];
    const agenda: Agenda = new Agenda(clock, (id) => {
      fired.push(`${clock.now()} ${id}`);
      if (id !== 'a' || fired.length > 1) return;
      agenda.cancel('b', 'stop');
      agenda.set('c', 'stop', 20);
    });
    for (const id of ['a', 'b', 'c', 'd']) agenda.set(id, 'stop', 10);
    clock.advance(30);
    expect(fired).toEqual(['10 a', '10 d', '20 c']);
  });

  it('a deadline beyond the platform’s longest timer is reached in steps', () => {
    const clock = oneTimerClock();
    const fired: number[] = [];
    const agenda = new Agenda(clock, () => fired.push(clock.now()));
    const year = 365 * 86_400_000;
    agenda.set('a', 'recovery', year);
    clock.advance(year - 1);
    expect(fired).toEqual([]);
    clock.advance(1);
    expect(fired).toEqual([year]);
  });

  it('a deadline set for now fires in a turn of its own, not in the one that sets it', () => {
    const clock = oneTimerClock();
    let left = 3;
    const fired: number[] = [];
    const agenda: Agenda = new Agenda(clock, () => {
      fired.push(clock.timers.size);
      left -= 1;
      if (left > 0) agenda.set('a', 'restart', clock.now());
    });
    agenda.set('a', 'restart', 0);
    expect(fired).toEqual([]);
    clock.advance(0);
    expect(fired).toEqual([0, 0, 0]);
  });
});
