import { describe, expect, it } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { createTestModel } from 'xstate/graph';
import { recordFlight, selfHealing } from '../../src/index.ts';
import { lifecycleModel, lifecycleSut, toTest, walkCases } from '../../src/testing/index.ts';

const NOTHINGS: readonly unknown[] = [undefined, null, 7, {}, []];

describe('what is given to a tool and is not what it is for is refused by its name', () => {
  it.each<readonly [name: string, message: string, use: (given: never) => unknown]>([
    ['recordFlight', 'this actor is not a supervision tree', (given) => recordFlight(given)],
    ['lifecycleModel', 'lifecycleModel.policy must be', (given) => lifecycleModel(given)],
    ['lifecycleSut', 'lifecycleSut.policy must be', (given) => lifecycleSut(given)],
    ['toTest', 'toTest.recording must be', (given) => toTest(given)],
    ['walkCases', 'walk.model must be', (given) => walkCases(given, {} as never)],
  ])('%s', (_, message, use) => {
    for (const given of NOTHINGS) expect(() => use(given as never)).toThrow(message);
  });

  it('recordFlight: another actor, before its options are looked at', () => {
    const lamp = createActor(createMachine({}));
    const options = { capacity: 0 };
    expect(() => recordFlight(lamp as never, options)).toThrow('is not a supervision tree');
  });

  it('walkCases: a machine instead of its model, and a system under test without its parts', () => {
    const machine = createMachine({ initial: 'on', states: { on: { on: { press: 'on' } } } });
    expect(() => walkCases(machine as never, {} as never)).toThrow('walk.model must be');
    const model = createTestModel(machine) as never;
    const start = () => ({});
    expect(() => walkCases(model, null as never)).toThrow('walk must be an object');
    expect(() => walkCases(model, {} as never)).toThrow('walk.start must be a function');
    expect(() => walkCases(model, { start } as never)).toThrow('walk.events must be an object');
    expect(() => walkCases(model, { start, events: {}, states: start, paths: 7 } as never)).toThrow(
      'walk.paths must be a list',
    );
    expect(() =>
      walkCases(model, { start, events: {}, states: start, excluded: null } as never),
    ).toThrow('walk.excluded must be an object');
    const noPath = { start, events: { press: start }, states: start, paths: [7] };
    expect(() => walkCases(model, noPath as never)).toThrow('walk.paths must be');
  });

  it('and what is what it is for is not', () => {
    expect(lifecycleModel(selfHealing).getShortestPaths().length).toBeGreaterThan(0);
  });
});
