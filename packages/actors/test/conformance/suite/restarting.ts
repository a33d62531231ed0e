import { expect, it } from 'vitest';
import { otpDriver } from '../../../src/testing/index.ts';
import { instanceOf, names } from '../otp/reading.ts';

const SIMPLE = { strategy: 'simple_one_for_one' };

/** Restarts. */
export function restarting(): void {
  it('extra_return', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, []);
    otp.info('c1', 'extra');
    expect(await otp.startChild(s, otp.worker('c1'))).toMatchObject({ ok: true, info: 'extra' });
    await otp.crash('c1');
    expect(names(await otp.which(s))).toEqual(['c1#2']);
    await otp.terminateChild(s, 'c1');
    expect(await otp.restartChild(s, 'c1')).toMatchObject({
      ok: true,
      child: { n: 3 },
      info: 'extra',
    });
    otp.info('c1', undefined);
  });

  it('multiple_restarts: spaced wider than the period they are never too many', async () => {
    const otp = otpDriver();
    const s = await otp.start({ intensity: 1, periodMs: 1_000 }, [otp.worker('c1')]);
    for (let n = 2; n < 8; n++) {
      await otp.kill('c1');
      expect(names(await otp.which(s))).toEqual([`c1#${n}`]);
      await otp.advance(2_000);
    }
    expect(otp.state(s)).toBe('alive');
    await otp.kill('c1');
    await otp.kill('c1');
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('one_for_one_escalation', async () => {
    const otp = otpDriver();
    const s = await otp.start({ intensity: 4 }, [otp.worker('c1'), otp.worker('c2')]);
    otp.failStarts('c1', 'inf');
    await otp.crash('c1');
    expect(otp.state(s)).toBe('ended(shutdown)');
    expect(otp.story('startFailed')).toHaveLength(4);
    expect([otp.inst('c1'), otp.inst('c2')]).toEqual([undefined, undefined]);
  });

  it('one_for_all_other_child_fails_restart', async () => {
    const otp = otpDriver();
    const c1 = otp.gate('c1');
    const c2 = otp.gate('c2');
    const starting = otp.start({ strategy: 'one_for_all', intensity: 3 }, [
      otp.worker('c1'),
      otp.worker('c2'),
    ]);
    await otp.settle();
    await c1.release();
    await c2.release();
    const s = await starting;
    otp.clearLog();
    await otp.crash('c1');
    await c1.release('ok');
    await c2.release('fail');
    // The one that was up already is stopped again, and everything begins with the first.
    expect(otp.log.slice(-3)).toEqual([
      'startFailed(c2)',
      'stopped(c1,shutdown)',
      'ended(c1,#2,shutdown)',
    ]);
    expect([c1.waiting, c2.waiting]).toEqual([1, 0]);
    await c1.release('ok');
    await c2.release('ok');
    expect(names(await otp.which(s))).toEqual(['c2#2', 'c1#3']);
  });

  it('simple_one_for_one_restart_ignore', async () => {
    const otp = otpDriver();
    const s = await otp.start(SIMPLE, [otp.worker('t')]);
    const i1 = instanceOf(await otp.startInstance(s));
    otp.ignoreStarts('t', 1);
    await otp.kill(i1);
    expect(await otp.which(s)).toEqual([]);
    expect(await otp.count(s)).toEqual({ specs: 1, active: 0, supervisors: 0, workers: 0 });
    expect(otp.state(s)).toBe('alive');
    expect(await otp.startInstance(s)).toMatchObject({ ok: true });
  });

  it('rest_for_one_escalation', async () => {
    const otp = otpDriver();
    const flags = { strategy: 'rest_for_one', intensity: 4 };
    const s = await otp.start(flags, [otp.worker('c1'), otp.worker('c2')]);
    otp.failStarts('c2', 'inf');
    await otp.crash('c1');
    expect(otp.state(s)).toBe('ended(shutdown)');
    expect(otp.story('startFailed')).toHaveLength(4);
    expect(otp.story('started').filter((entry) => entry.includes('c1'))).toHaveLength(2);
  });

  it('hanging_restart_loop_rest_for_one', async () => {
    const otp = otpDriver();
    const flags = { strategy: 'rest_for_one', intensity: 8, periodMs: 800 };
    const specs = ['c1', 'c2', 'c3'].map((id) => otp.worker(id));
    const s = await otp.start(flags, specs);
    otp.failStarts('c2', 'inf', { afterMs: 150 });
    await otp.crash('c2');
    await otp.advance(5_000);
    expect(names(await otp.which(s))).toEqual(['c3 none', 'c2 restarting', 'c1#1']);
    expect(await otp.count(s)).toEqual({ specs: 3, active: 1, supervisors: 0, workers: 3 });
    expect(await otp.startChild(s, otp.worker('c2'))).toMatchObject({ reason: 'already_present' });
    expect(await otp.restartChild(s, 'c2')).toMatchObject({ reason: 'restarting' });
    expect(await otp.deleteChild(s, 'c2')).toMatchObject({ reason: 'restarting' });
    expect(await otp.terminateChild(s, 'c2')).toEqual({ ok: true });
    expect(names(await otp.which(s))).toEqual(['c3 none', 'c2 none', 'c1#1']);

    otp.failStarts('c2', 0);
    expect(await otp.restartChild(s, 'c2')).toMatchObject({ ok: true });
    expect(await otp.restartChild(s, 'c3')).toMatchObject({ ok: true });
    otp.failStarts('c2', 'inf', { afterMs: 150 });
    await otp.crash('c2');
    await otp.advance(1_000);
    await otp.stop(s);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('count_restarting_children', async () => {
    const otp = otpDriver();
    const s = await otp.start({ ...SIMPLE, intensity: 100 }, [otp.worker('t')]);
    const instances = [];
    for (let i = 0; i < 10; i++) instances.push(instanceOf(await otp.startInstance(s)));
    const counted = (active: number) => ({ specs: 1, active, supervisors: 0, workers: 10 });
    expect(await otp.count(s)).toEqual(counted(10));
    const gate = otp.gate('t');
    for (const instance of instances.slice(0, 3)) await otp.kill(instance);
    for (let i = 0; i < 3; i++) await gate.release('fail');
    expect(await otp.count(s)).toEqual(counted(7));
    await gate.open();
    expect(await otp.count(s)).toEqual(counted(10));
  });

  it('tree', async () => {
    const otp = otpDriver();
    const flags = { intensity: 4 };
    const s = await otp.start({ ...flags, strategy: 'one_for_all' }, []);
    const brutal = (id: string) => otp.worker(id, { shutdown: 'brutal_kill' });
    await otp.startChild(s, otp.supervisor('sup1', flags, [brutal('c1'), brutal('c2')]));
    await otp.startChild(s, otp.supervisor('sup2', flags, []));
    const sup1 = otp.supAt(s, 'sup1');
    const sup2 = otp.supAt(s, 'sup2');
    await otp.startChild(sup2, brutal('c3'));
    await otp.startChild(sup2, brutal('c4'));

    // Only who dies is restarted.
    await otp.kill('c4');
    expect(names(await otp.which(sup2))).toEqual(['c4#2', 'c3#1']);
    expect(names(await otp.which(sup1))).toEqual(['c2#1', 'c1#1']);

    // The fifth is one too many: the whole tree is built anew, without what was added at run time.
    for (let i = 0; i < 3; i++) await otp.kill('c3');
    expect(names(await otp.which(s))).toEqual(['sup2#1', 'sup1#1']);
    await otp.exit('c3', 'shutdown');
    expect(names(await otp.which(s))).toEqual(['sup2#2', 'sup1#2']);
    expect(names(await otp.which(sup1))).toEqual(['c2#2', 'c1#2']);
    expect(await otp.which(sup2)).toEqual([]);

    // A supervisor that rests comes back with the others.
    await otp.terminateChild(s, 'sup2');
    expect(names(await otp.which(s))).toEqual(['sup2 none', 'sup1#2']);
    for (let i = 0; i < 5; i++) await otp.kill('c1');
    expect(names(await otp.which(s))).toEqual(['sup2#3', 'sup1#3']);
    expect(names(await otp.which(sup1))).toEqual(['c2#3', 'c1#7']);
    await otp.stop(s);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it.each(['one_for_one', 'one_for_all', 'rest_for_one'])(
    'do_not_save_child_specs_for_temporary_children: %s',
    async (strategy) => {
      const otp = otpDriver();
      const s = await otp.start({ strategy, intensity: 100 }, []);
      for (const restart of ['permanent', 'transient', 'temporary']) {
        const spec = otp.worker(restart, { restart });
        const isKept = { ok: restart !== 'temporary' };
        await otp.startChild(s, spec);
        await otp.terminateChild(s, restart);
        expect(await otp.spec(s, restart)).toMatchObject(isKept);
        // One of both says no: there is one of that name, or there is none.
        await otp.restartChild(s, restart);
        await otp.startChild(s, spec);
        await otp.kill(restart);
        expect(await otp.spec(s, restart)).toMatchObject(isKept);
        await otp.startChild(s, spec);
        await otp.exit(restart, 'normal');
        expect(await otp.spec(s, restart)).toMatchObject(isKept);
      }
    },
  );
}
