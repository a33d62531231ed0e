import { expect, it } from 'vitest';
import {
  ask,
  child,
  deleteChild,
  fromSupervisor,
  otp,
  policy,
  StateCorruptionError,
  startChild,
  terminateChild,
  unwatch,
  watch,
} from '../../../src/index.ts';
import { faultyService } from '../../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../../plant.ts';

const bug = () => new StateCorruptionError('bug');

/** Watching: 15 and 16. */
export function watching(): void {
  it('15. one notice for each who watches, with the cause; also of what has ended already', async () => {
    const failing = faultyService();
    const { tree, clock } = plant({
      policy: policy({ RECOVERABLE: ['fail'] }),
      children: [child('stops', faultyService().service), child('fails', failing.service)],
    });
    const notices: unknown[] = [];
    for (const id of ['stops', 'stops', 'fails'])
      watch(tree, anyPath(id), ({ path, cause }) => notices.push(`${path} ${cause}`));
    await terminateChild(tree, 'stops');
    failing.thenHandle(bug());
    outcome(ask(tree, 'fails', 'x'));
    await clock.settle();
    expect(notices).toEqual(['stops shutdown', 'stops shutdown', 'fails failed']);
    await clock.advance(60_000);
    watch(tree, 'stops', ({ cause }) => notices.push(cause));
    watch(tree, 'fails', (notice) => notices.push(notice.cause));
    await clock.settle();
    expect(notices.slice(3)).toEqual(['not_running', 'not_running']);
  });

  it('15. the notice of a failure has its error', async () => {
    const error = bug();
    const failing = faultyService({ handle: [error] });
    const { tree, clock } = plant({
      policy: policy({ RECOVERABLE: ['fail'] }),
      children: [child('fails', failing.service)],
    });
    const notices: unknown[] = [];
    watch(tree, 'fails', (notice) => notices.push(notice));
    outcome(ask(tree, 'fails', 'x'));
    await clock.settle();
    expect(notices).toMatchObject([{ path: 'fails', cause: 'failed', error }]);
  });

  it('15. whoever takes a monitor back hears nothing, also when the end has happened already', async () => {
    const { tree, clock } = plant({ children: [child('stops', faultyService().service)] });
    const notices: unknown[] = [];
    const early = watch(tree, 'stops', (notice) => notices.push(notice));
    const late = watch(tree, 'stops', (notice) => notices.push(notice));
    unwatch(early);
    outcome(terminateChild(tree, 'stops'));
    unwatch(late);
    await clock.settle();
    expect(notices).toEqual([]);
  });

  it('15. it comes after the last message of the watched', async () => {
    const heard: string[] = [];
    const { tree, clock } = plant({ children: [child('stops', faultyService().service)] });
    watch(tree, 'stops', () => heard.push('end'));
    const last = ask(tree, 'stops', 'last').then((reply) => heard.push(reply));
    outcome(terminateChild(tree, 'stops'));
    await clock.settle();
    await last;
    expect(heard).toEqual(['last from 1', 'end']);
  });

  it('16. restarts are invisible to whoever watches; the end for good is one notice', async () => {
    const flaky = faultyService();
    const inner = fromSupervisor({
      policy: otp,
      intensity: { maxRestarts: 3, withinMs: 60_000 },
      children: [child('flaky', flaky.service), child('sibling', faultyService().service)],
    });
    const { tree, clock, probe } = plant({
      policy: policy({ RECOVERABLE: ['fail'], CRITICAL: ['fail'] }),
      children: [child('inner', inner)],
    });
    const notices: string[] = [];
    for (const path of ['inner', 'inner/flaky', 'inner/sibling'])
      watch(tree, anyPath(path), ({ cause }) => notices.push(`${path} ${cause}`));
    for (let i = 0; i < 3; i++) {
      flaky.thenHandle(bug());
      outcome(ask(tree, anyPath('inner/flaky'), 'x'));
      await clock.settle();
    }
    expect(probe.of('child.restarting')).toHaveLength(3);
    expect(notices).toEqual([]);
    flaky.thenHandle(bug());
    outcome(ask(tree, anyPath('inner/flaky'), 'x'));
    await clock.settle();
    expect(notices.toSorted()).toEqual([
      'inner gave_up',
      'inner/flaky gave_up',
      'inner/sibling gave_up',
    ]);
    await clock.advance(60_000);
    expect(notices).toHaveLength(3);
  });

  it('16. nor is a child of the same name that was added later its own', async () => {
    const { tree, clock } = plant({ children: [child('a', faultyService().service)] });
    const notices: unknown[] = [];
    watch(tree, 'a', ({ cause }) => notices.push(cause));
    await terminateChild(tree, 'a');
    await deleteChild(tree, 'a');
    await startChild(tree, '', child('a', faultyService().service));
    await terminateChild(tree, 'a');
    await clock.settle();
    expect(notices).toEqual(['shutdown']);
  });
}
