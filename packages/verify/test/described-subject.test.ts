import {
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  otp,
  policy,
  service,
} from '@kintsugi/actors';
import { reduce } from '@kintsugi/core';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import {
  analyse,
  describeVerification,
  type Reduce,
  simulate,
  toPromela,
  verify,
} from '../src/index.ts';

const worker = service({ handle: (text: string) => text });
const tree = fromSupervisor({ children: [child('a', worker)] });
const empty = fromSupervisor({ children: [] });

const refused = (option: string, rule: string) =>
  expect.objectContaining({
    name: 'InvalidOptionError',
    message: expect.stringContaining(`${option} must be ${rule}, got `),
  });

const SEED = { seed: 1, days: 0.001 };
const TREE = "a tree's logic, made by fromSupervisor itself";

/** Whoever writes TypeScript cannot give these. */
const NO_TREES: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 1],
  ['a list', []],
  ['a function', () => tree],
  ['options instead of what is made of them', { children: [] }],
  ['a service', worker],
  ['a copy of a tree', { ...tree }],
  ['what only looks like a tree', { kind: 'supervisor' }],
  ['a tree that is running', createActor(tree)],
];

const NO_POLICIES: readonly (readonly [string, unknown])[] = [
  ['what only looks like a policy', { kind: 'policy' }],
  ['a policy that has been through JSON', JSON.parse(JSON.stringify(otp))],
];

describe.each([
  ['verify', verify],
  ['toPromela', toPromela],
  ['analyse', analyse],
])('%s refuses, and names itself,', (option, asked) => {
  it.each([...NO_TREES, ...NO_POLICIES])('%s', (_, subject) => {
    expect(() => asked(subject as never)).toThrow(
      refused(option, `${TREE}, or a policy, made by policy()`),
    );
  });
});

describe('simulate refuses', () => {
  it.each([...NO_TREES, ...NO_POLICIES, ['a policy', otp] as const])('%s', async (_, subject) => {
    await expect(simulate(subject as never, SEED)).rejects.toThrow(refused('simulate', TREE));
  });

  it('a tree in which nothing can happen', async () => {
    await expect(simulate(empty, SEED)).rejects.toThrow(
      refused('simulate', 'a tree that has a service'),
    );
  });
});

describe('verify', () => {
  it('refuses a tree without a child: it would hold of nothing', () => {
    expect(() => verify(empty)).toThrow(refused('verify', 'a tree that has a child'));
  });

  it('takes a supervisor without children where another one has some', () => {
    const mixed = fromSupervisor({ children: [child('none', empty)] });
    const verification = verify(mixed, { services: 1, maxFaults: 0 });
    const { checks } = verification;
    expect(checks.map(({ path, children }) => ({ path, children }))).toEqual([
      { path: '', children: ['none'] },
      { path: 'none', children: [] },
    ]);
    expect(describeVerification(verification)).toContain('none (one_for_one) without children: ');
  });

  it('takes the policy of another copy of the package', () => {
    const ofAnotherCopy = { ...otp, escalation: structuredClone(otp.escalation) };
    const { holds } = verify(ofAnotherCopy, { services: 1, maxFaults: 1, maxHangs: 0 });
    expect(holds).toBe(true);
  });
});

describe('toPromela refuses', () => {
  it('a dynamic supervisor, wherever it stands', () => {
    const rooms = fromDynamicSupervisor({ child: worker });
    const rule = 'a tree without dynamic supervisors';
    expect(() => toPromela(rooms)).toThrow(refused('toPromela', rule));
    const above = fromSupervisor({ children: [child('rooms', rooms)] });
    expect(() => toPromela(above)).toThrow(`${rule}, got "rooms"`);
  });

  it('a supervisor without a child', () => {
    const mixed = fromSupervisor({ children: [child('none', empty)] });
    expect(() => toPromela(mixed)).toThrow(
      'toPromela must be a tree whose supervisors all have a child, got "none"',
    );
  });

  it('any number of faults where a step has no limit, and only there', () => {
    const options = { services: 1, maxFaults: Infinity, maxHangs: 0 };
    expect(() => toPromela(otp, options)).toThrow(
      refused('toPromela.maxFaults', 'an integer, because a step of the root has no limit'),
    );
    const restart = { maxAttempts: 1 };
    const limited = policy({ retry: restart, restart, pattern: { failures: 2 } });
    expect(toPromela(limited, { ...options, maxFaults: 0 })).toHaveLength(3);
  });

  it('properties of your own', () => {
    const mine = { name: 'mine', demands: 'Nothing.', begin: () => 0, see: () => ({ memory: 0 }) };
    expect(() => toPromela(tree, { properties: [mine] })).toThrow(
      refused('toPromela.properties', 'left out: spin does not ask them'),
    );
  });

  const deaf: Reduce = (state, input, spec) =>
    input.type === 'supervisor.stop' ? [] : reduce(state, input, spec);

  it('a search that does not come to its end, and says why', () => {
    const options = { services: 1, maxFaults: 1, maxHangs: 0 };
    expect(() => toPromela(tree, { ...options, maxStates: 10 })).toThrow(
      'toPromela.maxStates must be enough to explore the scope to its end, got 10',
    );
    expect(() => toPromela(tree, { ...options, reduce: deaf })).toThrow(
      refused('toPromela.reduce', 'one that breaks no property of a turn'),
    );
  });
});
