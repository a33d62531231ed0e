import {
  child,
  describeTree,
  fromDynamicSupervisor,
  fromSupervisor,
  otp,
  service,
} from '../../src/index.ts';
import { describe, expect, it } from 'vitest';

const echo = service({ handle: (text: string) => text });

describe('describeTree', () => {
  const tree = fromSupervisor({
    children: [
      child('db', echo, { shutdown: 100 }),
      child('billing', fromSupervisor({ policy: otp, children: [child('payments', echo)] })),
      child('rooms', fromDynamicSupervisor({ child: echo, restart: 'transient', maxChildren: 3 })),
      child(
        'tenants',
        fromDynamicSupervisor({ child: fromSupervisor({ children: [child('db', echo)] }) }),
      ),
    ],
  });

  it('tells every supervisor with its path, parents first', () => {
    expect(describeTree(tree).map(({ spec }) => spec.path)).toEqual([
      '',
      'billing',
      'rooms',
      'tenants',
      'tenants/*',
    ]);
  });

  it('tells what the reducer of each is given', () => {
    const [root, billing, rooms] = describeTree(tree);
    expect(
      root?.spec.children.map(({ id, spec }) => `${id} ${spec.kind} ${spec.shutdown}`),
    ).toEqual([
      'db service 100',
      'billing supervisor Infinity',
      'rooms supervisor Infinity',
      'tenants supervisor Infinity',
    ]);
    expect(billing?.spec.policy.chains.CRITICAL).toEqual(['restart', 'escalate']);
    expect(billing?.spec.intensity).toEqual({ maxRestarts: 1, withinMs: 5_000 });
    expect(rooms?.spec.maxChildren).toBe(3);
    expect(rooms?.template?.restart).toBe('transient');
  });

  it('refuses a copy of a logic, and names the rule', () => {
    expect(() => describeTree({ ...tree })).toThrow(/describeTree must be made by fromSupervisor/);
  });
});
