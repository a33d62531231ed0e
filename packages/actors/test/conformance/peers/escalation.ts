import { expect, it, vi } from 'vitest';
import {
  ask,
  child,
  fromSupervisor,
  otp,
  policy,
  StateCorruptionError,
  SupervisorGaveUpError,
} from '../../../src/index.ts';
import { faultyService } from '../../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../../plant.ts';

const NO_RESTART = { maxRestarts: 0, withinMs: 60_000 };

/** Escalation: 14. */
export function escalation(): void {
  it('14. a spent budget: children are stopped in reverse, the parent sees one failure, with all causes', async () => {
    const leaf = faultyService();
    const inner = fromSupervisor({
      policy: otp,
      intensity: NO_RESTART,
      children: ['a', 'leaf', 'c'].map((id) =>
        child(id, id === 'leaf' ? leaf.service : faultyService().service),
      ),
    });
    const { tree, clock, probe } = plant({
      policy: policy({ RECOVERABLE: ['restart', 'fail'] }),
      children: [child('inner', inner)],
    });
    leaf.thenHandle(new StateCorruptionError('bug'));
    probe.clear();
    outcome(ask(tree, anyPath('inner/leaf'), 'x'));
    await clock.settle();
    expect(probe.story('child.stopped', 'supervisor.failed')).toEqual([
      'child.stopped inner/c',
      'child.stopped inner/leaf',
      'child.stopped inner/a',
      'supervisor.failed inner',
    ]);
    const failures = probe.of('child.faulted').filter(({ path }) => path === 'inner');
    expect(failures).toMatchObject([
      { fault: { error: { name: 'SupervisorGaveUpError', cause: { message: 'bug' } } } },
    ]);
    // Its own policy applies: it is restarted, and the leaf with it.
    expect(probe.story('child.restarting')).toEqual(['child.restarting inner']);
    await expect(ask(tree, anyPath('inner/leaf'), 'x')).resolves.toBe('x from 2');
  });

  it('14. at the root the last resort runs once, and gets the whole chain', async () => {
    const leaf = faultyService();
    const error = new StateCorruptionError('bug');
    const inner = fromSupervisor({
      policy: otp,
      intensity: NO_RESTART,
      children: [child('leaf', leaf.service), child('other', faultyService().service)],
    });
    const lastResort = vi.fn<(cause: unknown) => void>();
    const { tree, clock, probe } = plant(
      {
        policy: otp,
        intensity: NO_RESTART,
        children: [child('inner', inner), child('sibling', faultyService().service)],
      },
      { lastResort },
    );
    leaf.thenHandle(error);
    outcome(ask(tree, anyPath('inner/leaf'), 'x'));
    await clock.advance(60_000);
    expect(lastResort).toHaveBeenCalledTimes(1);
    const [cause] = lastResort.mock.calls[0] ?? [];
    expect(cause).toBeInstanceOf(SupervisorGaveUpError);
    expect(cause).toMatchObject({ child: 'inner', cause: { child: 'inner/leaf', cause: error } });
    expect(probe.story('supervisor.failed')).toEqual([
      'supervisor.failed inner',
      'supervisor.failed ',
    ]);
    expect(clock.pending).toBe(0);
  });
}
