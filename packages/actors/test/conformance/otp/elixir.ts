import { expect, it } from 'vitest';
import { NoSuchSupervisorError, otpDriver } from '../../../src/testing/index.ts';
import { instanceOf, names } from './reading.ts';

const SIMPLE = { strategy: 'simple_one_for_one' };

/** From Elixir: C130 to C137, and C142. */
export function elixir(): void {
  it('C130 no child more than max_children: none at all', async () => {
    const otp = otpDriver();
    const s = await otp.start({ ...SIMPLE, maxChildren: 0 }, [otp.worker('t')]);
    expect(await otp.startInstance(s)).toEqual({ ok: false, reason: 'max_children' });
  });

  it('C131 one that has ended for good makes room', async () => {
    const otp = otpDriver();
    const template = otp.worker('t', { restart: 'transient' });
    const s = await otp.start({ ...SIMPLE, maxChildren: 1 }, [template]);
    const first = instanceOf(await otp.startInstance(s));
    expect(await otp.startInstance(s)).toEqual({ ok: false, reason: 'max_children' });
    await otp.crash(first);
    expect(await otp.startInstance(s)).toEqual({ ok: false, reason: 'max_children' });
    await otp.exit('t', 'normal');
    expect(await otp.startInstance(s)).toMatchObject({ ok: true });
  });

  it('C132 extra arguments come before its own, at every start', async () => {
    const otp = otpDriver();
    const starts: (readonly unknown[])[] = [];
    otp.onStart(({ args }) => starts.push(args));
    const s = await otp.start({ ...SIMPLE, extraArguments: ['extra'] }, [otp.worker('t')]);
    await otp.startInstance(s, ['own']);
    await otp.crash('t');
    expect(starts).toEqual([
      ['extra', 'own'],
      ['extra', 'own'],
    ]);
  });

  it('C133 the same spec twice: two instances', async () => {
    const otp = otpDriver();
    const t = otp.worker('t');
    const s = await otp.start(SIMPLE, [t]);
    expect(await otp.startChild(s, t)).toMatchObject({ ok: true, child: { n: 1 } });
    expect(await otp.startChild(s, t)).toMatchObject({ ok: true, child: { n: 2 } });
    expect(await otp.count(s)).toMatchObject({ active: 2, workers: 2 });
  });

  it('C134 an instance whose restart ignores is gone; one that hands back something else runs', async () => {
    const otp = otpDriver();
    const s = await otp.start(SIMPLE, [otp.worker('t')]);
    const i1 = instanceOf(await otp.startInstance(s));
    const i2 = instanceOf(await otp.startInstance(s));
    otp.ignoreStarts(i1, 1);
    await otp.crash(i1);
    expect(names(await otp.which(s))).toEqual(['t#2']);
    expect(await otp.count(s)).toMatchObject({ active: 1, workers: 1 });
    otp.info(i2, 'something else');
    await otp.crash(i2);
    expect(names(await otp.which(s))).toEqual(['t#3']);
  });

  it('C135 an instance that cannot be restarted: restarting, counted, up to the limit', async () => {
    const otp = otpDriver();
    const s = await otp.start({ ...SIMPLE, intensity: 3 }, [otp.worker('t')]);
    const i1 = instanceOf(await otp.startInstance(s));
    await otp.startInstance(s);
    otp.failStarts(i1, 'inf', { afterMs: 10 });
    await otp.crash(i1);
    await otp.advance(15);
    expect(names(await otp.which(s))).toEqual(['t#2', 't restarting']);
    expect(await otp.count(s)).toMatchObject({ active: 1, workers: 2 });
    await otp.advance(1_000);
    expect(otp.story('startFailed')).toHaveLength(3);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C136 instances are stopped side by side, each within its own time', async () => {
    const otp = otpDriver();
    const s = await otp.start(SIMPLE, [otp.worker('t')]);
    const brutal = instanceOf(await otp.startInstance(s, [], { shutdown: 'brutal_kill' }));
    const deaf = instanceOf(await otp.startInstance(s, [], { shutdown: 1 }));
    const slow = instanceOf(await otp.startInstance(s, [], { shutdown: 'infinity' }));
    const slower = instanceOf(await otp.startInstance(s, [], { shutdown: 'infinity' }));
    otp.onStop(deaf, otp.deaf);
    otp.onStop(slow, otp.slow(300));
    otp.onStop(slower, otp.slow(500));
    const stopping = otp.stop(s);
    await otp.advance(499);
    expect(otp.state(s)).toBe('alive');
    await otp.advance(1);
    await stopping;
    const reasons = [brutal, deaf, slow, slower].map(({ reason }) => reason);
    expect(reasons).toEqual(['killed', 'killed', 'shutdown', 'shutdown']);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C137 a spec is overridden key by key; an unknown key is an error', async () => {
    const otp = otpDriver();
    const base = otp.worker('c', { restart: 'transient' });
    const s = await otp.start({}, [{ ...base, shutdown: 7 }]);
    expect(await otp.spec(s, 'c')).toMatchObject({ spec: { restart: 'transient', shutdown: 7 } });
    expect(await otp.startChild(s, { ...base, id: 'd', shutdwon: 7 })).toMatchObject({
      ok: false,
      reason: 'unknown_key',
      error: { option: expect.stringContaining('shutdwon') },
    });
  });

  it('C142 a stop resolves when the supervisor has ended so, and is refused when there is none', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('c')]);
    await otp.stop(s, 'maintenance');
    expect(otp.state(s)).toBe('ended(maintenance)');
    await expect(otp.stop(s)).rejects.toThrow(NoSuchSupervisorError);

    const other = await otp.start({ intensity: 0 }, [otp.worker('a'), otp.worker('b')]);
    otp.onStop('a', otp.slow(100));
    const givingUp = otp.crash('b');
    const stopping = otp.stop(other, 'maintenance');
    await otp.advance(100);
    await givingUp;
    await expect(stopping).rejects.toThrow('ended with shutdown');
  });
}
