import { expect, it } from 'vitest';
import { otpDriver, type Reason } from '../../../src/testing/index.ts';
import { instanceOf, names } from '../otp/reading.ts';

const SIMPLE = { strategy: 'simple_one_for_one' };

/** Starting and stopping. */
export function stopping(): void {
  it('sup_start_ignore_permanent_child_start_child_simple', async () => {
    const otp = otpDriver();
    const s = await otp.start(SIMPLE, [otp.worker('t')]);
    otp.ignoreStarts('t', 1);
    expect(await otp.startInstance(s)).toEqual({ ok: true, child: undefined });
    expect(await otp.startInstance(s)).toMatchObject({ ok: true, child: { n: 1 } });
    expect(names(await otp.which(s))).toEqual(['t#1']);
    expect(await otp.count(s)).toEqual({ specs: 1, active: 1, supervisors: 0, workers: 1 });
    await otp.stop(s);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('sup_start_restart_child_returns_error', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('c1')]);
    await otp.terminateChild(s, 'c1');
    const error = new Error('no');
    otp.failStarts('c1', 1, { reason: error });
    expect(await otp.restartChild(s, 'c1')).toEqual({ ok: false, reason: 'start_failed', error });
    expect(names(await otp.which(s))).toEqual(['c1 none']);
    expect(await otp.count(s)).toEqual({ specs: 1, active: 0, supervisors: 0, workers: 1 });
    expect(await otp.restartChild(s, 'c1')).toMatchObject({ ok: true, child: { n: 2 } });
  });

  it('sup_stop_timeout_dynamic', async () => {
    const otp = otpDriver();
    const s = await otp.start(SIMPLE, [otp.worker('t', { restart: 'temporary' })]);
    const willing = instanceOf(await otp.startInstance(s));
    const deaf = instanceOf(await otp.startInstance(s));
    otp.onStop(deaf, otp.deaf);
    const stop = otp.stop(s);
    await otp.advance(999);
    expect(otp.state(s)).toBe('alive');
    await otp.advance(1);
    await stop;
    expect([willing.reason, deaf.reason]).toEqual(['shutdown', 'killed']);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it.each<Reason>(['normal', 'shutdown', { shutdown: 'x' }, 'error', 'killed'])(
    'sup_stop_race: children that end by themselves meanwhile, with %o',
    async (reason) => {
      const otp = otpDriver();
      const s = await otp.start({ intensity: 0 }, [
        otp.worker('first'),
        otp.worker('temporary', { restart: 'temporary' }),
        otp.worker('slow', { shutdown: 'infinity' }),
        otp.worker('deaf', { shutdown: 'infinity' }),
      ]);
      otp.onStop('slow', otp.slow(100));
      otp.onStop('deaf', otp.deaf);
      otp.clearLog();
      const stop = otp.stop(s);
      await otp.exit('first', reason);
      await otp.exit('temporary', reason);
      // It is asked already, and ends with another reason than the one that it was asked for.
      await otp.exit('deaf', reason);
      expect(otp.state(s)).toBe('alive');
      await otp.advance(100);
      await stop;
      expect(otp.state(s)).toBe('ended(shutdown)');
      expect(otp.story('started')).toEqual([]);
      expect(otp.story('stopped')).toEqual(['stopped(deaf,shutdown)', 'stopped(slow,shutdown)']);
      expect(otp.story('ended')).toHaveLength(4);
    },
  );

  it('sup_stop_non_shutdown_exit_dynamic', async () => {
    const otp = otpDriver();
    const s = await otp.start(SIMPLE, [otp.worker('t')]);
    const reasons = ['normal', { shutdown: 'x' }, 'error', 'killed', 'shutdown'];
    for (const reason of reasons)
      otp.onStop(instanceOf(await otp.startInstance(s)), otp.as(reason));
    otp.clearLog();
    await otp.stop(s);
    expect(otp.state(s)).toBe('ended(shutdown)');
    expect(otp.story('ended')).toHaveLength(5);
    expect(otp.story('started')).toEqual([]);
    expect(otp.reports.map(({ type }) => type)).toEqual(['hook.failed', 'hook.failed']);
  });

  it('simple_one_for_one_shutdown: all side by side, within one time', async () => {
    const otp = otpDriver();
    const s = await otp.start(SIMPLE, [otp.worker('t', { shutdown: 2_000 })]);
    otp.onStop('t', otp.slow(800));
    for (let i = 0; i < 5; i++) await otp.startInstance(s);
    const stop = otp.stop(s);
    await otp.advance(799);
    expect(otp.story('ended')).toEqual([]);
    await otp.advance(1);
    await stop;
    expect(otp.story('ended')).toHaveLength(5);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('already_started_outside_supervisor', async () => {
    const otp = otpDriver();
    await otp.start({}, [otp.worker('holder')]);
    const holder = otp.inst('holder');
    const s = await otp.start({}, []);
    if (holder !== undefined) otp.failStarts('c1', 1, { reason: otp.alreadyStarted(holder) });
    expect(await otp.startChild(s, otp.worker('c1'))).toEqual({
      ok: false,
      reason: 'already_started',
      child: holder,
    });
    expect(await otp.which(s)).toEqual([]);
    expect(holder?.isAlive).toBe(true);
  });
}
