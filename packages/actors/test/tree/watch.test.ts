import { describe, expect, it } from 'vitest';
import { fromPromise } from 'xstate';
import {
  ask,
  child,
  DataCorruptionError,
  fromSupervisor,
  NetworkTimeoutError,
  otp,
  policy,
  recover,
  refAt,
  restartChild,
  service,
  stop,
  type SupervisorGaveUpError,
  terminateChild,
  unwatch,
  watch,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { manualService } from '../manual-service.ts';
import { anyPath, plant } from '../plant.ts';
import { bug, crash, escalating, failing, notices } from './notices.ts';

describe('rule 48: an end is told once to each who watches', () => {
  it('stopped by an operator: shutdown, and a second stop says nothing', async () => {
    const heard = notices();
    const { tree, clock } = plant({ children: [child('a', faultyService().service)] });
    await clock.settle();
    watch(tree, 'a', heard.hear);
    await clock.advance(7);
    await terminateChild(tree, 'a');
    await clock.settle();
    await restartChild(tree, 'a');
    await terminateChild(tree, 'a');
    await stop(tree);
    await clock.settle();
    expect(heard.all).toEqual([{ path: 'a', at: 7, cause: 'shutdown' }]);
  });

  it('parked in failed: failed, with what was thrown', async () => {
    const heard = notices();
    const error = bug();
    const a = faultyService({ handle: [error] });
    const { tree, clock } = plant({ policy: failing, children: [child('a', a.service)] });
    watch(tree, 'a', heard.hear);
    crash(tree, 'a');
    await clock.settle();
    await recover(tree, 'a');
    await stop(tree);
    await clock.settle();
    expect(heard.all).toEqual([{ path: 'a', at: 0, cause: 'failed', error }]);
    expect((heard.all[0] as { error?: unknown }).error).toBe(error);
  });

  it('a crash of a temporary child: failed, with what was thrown; its removal says nothing more', async () => {
    const heard = notices();
    const error = bug();
    const a = faultyService({ handle: [error] });
    const children = [child('a', a.service, { restart: 'temporary' })];
    const { tree, clock, probe } = plant({ policy: otp, children });
    watch(tree, 'a', heard.hear);
    crash(tree, 'a');
    await clock.settle();
    expect(probe.of('child.removed')).toHaveLength(1);
    expect(heard.all).toEqual([{ path: 'a', at: 0, cause: 'failed', error }]);
  });

  it('done by itself: normal', async () => {
    const heard = notices();
    const children = [
      child(
        'a',
        fromPromise(async () => 'done'),
        { restart: 'transient' },
      ),
    ];
    const { tree, clock } = plant({ children });
    watch(tree, 'a', heard.hear);
    await clock.settle();
    expect(heard.said).toEqual(['a normal']);
  });

  it('a start that answers ignore: normal', async () => {
    const heard = notices();
    const idle = service({ start: async ({ ignore }) => ignore(), handle: (x: string) => x });
    const { tree, clock } = plant({ children: [child('a', idle)] });
    watch(tree, 'a', heard.hear);
    await clock.settle();
    expect(heard.said).toEqual(['a normal']);
  });

  it('a start that was ordered and failed: failed', async () => {
    const heard = notices();
    const error = bug();
    const a = service({
      start: async ({ incarnation }) => {
        if (incarnation > 1) throw error;
      },
      handle: (request: string) => request,
    });
    const { tree, clock } = plant({ policy: otp, children: [child('a', a)] });
    await clock.settle();
    await terminateChild(tree, 'a');
    void restartChild(tree, 'a');
    watch(tree, 'a', heard.hear);
    await clock.settle();
    expect(heard.all).toEqual([{ path: 'a', at: 0, cause: 'failed', error }]);
  });

  it.each(['a', 'x', 'a/below', 'x/y'])(
    'already gone, or never there (%s): not_running, and not within the call',
    async (path) => {
      const heard = notices();
      const { tree, clock } = plant({ children: [child('a', faultyService().service)] });
      await terminateChild(tree, 'a');
      await clock.advance(5);
      watch(tree, anyPath(path), heard.hear);
      expect(heard.all).toEqual([]);
      await clock.settle();
      await restartChild(tree, 'a');
      await terminateChild(tree, 'a');
      await clock.settle();
      expect(heard.all).toEqual([{ path, at: 5, cause: 'not_running' }]);
    },
  );

  it('watched twice: two monitors, one notice each; unwatch takes back one', async () => {
    const [one, other, third] = [notices(), notices(), notices()];
    const { tree, clock } = plant({ children: [child('a', faultyService().service)] });
    watch(tree, 'a', one.hear);
    watch(tree, 'a', other.hear);
    unwatch(watch(tree, 'a', third.hear));
    await terminateChild(tree, 'a');
    await clock.settle();
    expect([one.said, other.said, third.said]).toEqual([['a shutdown'], ['a shutdown'], []]);
  });

  it('unwatch holds a notice back that is on its way already', async () => {
    const heard = notices();
    const a = faultyService({ handle: [bug()] });
    const { tree, clock, probe } = plant({ policy: failing, children: [child('a', a.service)] });
    await clock.settle();
    const monitor = watch(tree, 'a', heard.hear);
    const gone = watch(tree, anyPath('x'), heard.hear);
    crash(tree, 'a');
    expect(probe.of('child.failed')).toHaveLength(1);
    unwatch(monitor);
    unwatch(gone);
    unwatch(gone);
    await clock.settle();
    expect(heard.said).toEqual([]);
    expect(monitor.path).toBe('a');
  });

  it('a monitor set when one hears of the end gets a notice of its own', async () => {
    const heard = notices();
    const { tree, clock } = plant({ children: [child('a', faultyService().service)] });
    await clock.settle();
    watch(tree, 'a', () => {
      watch(tree, 'a', heard.hear);
    });
    await terminateChild(tree, 'a');
    await clock.settle();
    expect(heard.said).toEqual(['a not_running']);
  });

  it('the notice comes after the last answer of the watched: what drains, and what is aborted', async () => {
    const said: string[] = [];
    const drained = manualService();
    const aborted = manualService();
    const { tree, clock } = plant({
      policy: failing,
      children: [child('drained', drained.service), child('aborted', aborted.service)],
    });
    await clock.settle();
    for (const path of ['drained', 'aborted'] as const) {
      watch(tree, path, ({ cause }) => said.push(`${path} ${cause}`));
      for (const request of ['1', '2'])
        ask(tree, path, request).then(
          (reply) => said.push(`${path} ${reply}`),
          (error: Error) => said.push(`${path} ${error.name}`),
        );
    }
    void terminateChild(tree, 'drained');
    await clock.settle();
    drained.last().resolve();
    aborted.last().reject(bug());
    await clock.settle();
    expect(said).toEqual([
      'drained ServiceUnavailableError',
      'drained 1!',
      'aborted StateCorruptionError',
      'aborted ServiceUnavailableError',
      'aborted failed',
      'drained shutdown',
    ]);
  });
});

describe('rule 48: what is no end is not told', () => {
  it('restarts 1 to n, retries and degraded; the give-up is', async () => {
    const heard = notices();
    const a = faultyService({ fallback: true });
    const { tree, clock, probe } = plant({ children: [child('a', a.service)] });
    await clock.settle();
    watch(tree, 'a', heard.hear);
    a.thenHandle(new NetworkTimeoutError('slow'), bug(), bug(), bug(), bug());
    for (let n = 0; n < 5; n++) {
      crash(tree, 'a');
      await clock.advance(9_000);
    }
    expect(probe.story('child.restarting').length).toBeGreaterThan(1);
    expect(probe.story('child.retrying').length).toBeGreaterThan(0);
    a.thenHandle(new DataCorruptionError('disk'));
    await clock.advance(60_000);
    crash(tree, 'a');
    await clock.settle();
    expect(refAt(tree, 'a').getSnapshot().value).toBe('degraded');
    expect(heard.said).toEqual([]);
    await stop(tree);
    await clock.settle();
    expect(heard.said).toEqual(['a shutdown']);
  });

  it('kameo: nothing for restarts 1 to n, one notice for the give-up', async () => {
    const heard = notices();
    const a = faultyService();
    const { tree, clock } = plant({
      policy: otp,
      intensity: { maxRestarts: 3, withinMs: 60_000 },
      children: [child('a', a.service), child('b', faultyService().service)],
    });
    await clock.settle();
    watch(tree, 'a', heard.hear);
    watch(tree, 'b', heard.hear);
    watch(tree, '', heard.hear);
    for (let n = 1; n <= 4; n++) {
      expect(heard.said).toEqual([]);
      a.thenHandle(bug(`${n}`));
      crash(tree, 'a');
      await clock.settle();
    }
    const error = tree.getSnapshot().error as SupervisorGaveUpError;
    expect(heard.all).toEqual([
      { path: 'b', at: 0, cause: 'gave_up', error },
      { path: 'a', at: 0, cause: 'gave_up', error },
      { path: '', at: 0, cause: 'gave_up', error },
    ]);
  });

  it('a restart of the supervisor above, by its own fault and by a sibling’s', async () => {
    const heard = notices();
    const leaf = faultyService();
    const inner = fromSupervisor({
      policy: escalating,
      children: [child('leaf', leaf.service), child('other', faultyService().service)],
    });
    const next = faultyService();
    const { tree, clock, probe } = plant({
      policy: policy({ restart: { backoff: { kind: 'constant', delayMs: 100 } } }),
      strategy: 'one_for_all',
      children: [child('inner', inner), child('next', next.service)],
    });
    await clock.settle();
    for (const path of ['inner', 'inner/leaf', 'inner/other', 'next'])
      watch(tree, anyPath(path), heard.hear);
    leaf.thenHandle(bug());
    crash(tree, 'inner/leaf');
    await clock.settle();
    // While it is down, whoever begins to watch waits for it as well.
    watch(tree, 'inner/leaf', heard.hear);
    await clock.advance(100);
    next.thenHandle(bug());
    crash(tree, 'next');
    await clock.advance(100);
    expect(probe.story('child.started').filter((line) => line.endsWith('leaf'))).toHaveLength(3);
    expect(heard.said).toEqual([]);
    // And it goes on watching.
    await terminateChild(tree, 'inner/leaf');
    await clock.settle();
    expect(heard.said).toEqual(['inner/leaf shutdown', 'inner/leaf shutdown']);
  });

  it('an exit in a supervisor that is about to be restarted; and one stopped before, which comes back', async () => {
    const heard = notices();
    const leaf = faultyService();
    let end: () => void = () => undefined;
    const job = fromPromise(
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    const inner = fromSupervisor({
      policy: escalating,
      children: [
        child('job', job, { restart: 'transient' }),
        child('slow', faultyService({ stop: ['hang'] }).service, { shutdown: 1_000 }),
        child('leaf', leaf.service),
      ],
    });
    const { tree, clock, probe } = plant({ children: [child('inner', inner)] });
    await clock.settle();
    watch(tree, 'inner/job', heard.hear);
    leaf.thenHandle(bug());
    crash(tree, 'inner/leaf');
    await clock.settle();
    end();
    await clock.settle();
    expect(probe.story('fault.absorbed')).toEqual(['fault.absorbed inner/job']);
    expect(heard.said).toEqual([]);
    await clock.advance(2_000);
    expect(refAt(tree, 'inner/job').getSnapshot().value).toBe('running');
    end();
    await clock.settle();
    expect(heard.said).toEqual(['inner/job normal']);
  });
});
