import { expect, it } from 'vitest';
import { otpDriver } from '../../../src/testing/index.ts';
import { names } from './reading.ts';

/** Another description of a running supervisor: C90 and C91. */
export function reconfiguration(): void {
  it('C90 flags and specs are exchanged, and nothing that runs is touched', async () => {
    const otp = otpDriver();
    const s = await otp.start({ intensity: 0 }, []);
    expect(await otp.reconfigure(s, { intensity: 1 })).toEqual({ ok: true });
    const c1 = otp.worker('c1');
    const c2 = otp.worker('c2');
    const c3 = otp.worker('c3');
    expect(await otp.reconfigure(s, {}, [{ id: 'c1' }])).toMatchObject({
      ok: false,
      reason: 'missing_start',
    });
    expect(await otp.which(s)).toEqual([]);

    expect(await otp.reconfigure(s, { intensity: 1 }, [c1, c2])).toEqual({ ok: true });
    expect(names(await otp.which(s))).toEqual(['c2 none', 'c1 none']);
    await otp.restartChild(s, 'c1');
    await otp.restartChild(s, 'c2');
    const changed = otp.worker('c1', { restart: 'transient', shutdown: 7 });
    expect(await otp.reconfigure(s, { intensity: 1 }, [changed, c3])).toEqual({ ok: true });
    expect(names(await otp.which(s))).toEqual(['c2#1', 'c3 none', 'c1#1']);
    expect(await otp.spec(s, 'c1')).toMatchObject({
      spec: { restart: 'transient', shutdown: 7 },
    });

    const before = names(await otp.which(s));
    expect(await otp.reconfigure(s, () => 'ignore')).toEqual({ ok: true });
    for (const [flags, word] of [
      [() => 'nonsense', 'bad_return'],
      [{ intensity: -1 }, 'invalid_intensity'],
      [{ strategy: 'none' }, 'invalid_strategy'],
    ] as const)
      expect(await otp.reconfigure(s, flags, [c1])).toMatchObject({ ok: false, reason: word });
    expect(names(await otp.which(s))).toEqual(before);
    expect(await otp.spec(s, 'c1')).toMatchObject({ spec: { restart: 'transient' } });

    // Intensity 1, from the first change of the flags on.
    await otp.crash('c2');
    expect(otp.state(s)).toBe('alive');
    await otp.crash('c2');
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C91 a template may change; it cannot become two, or none', async () => {
    const otp = otpDriver();
    const flags = { strategy: 'simple_one_for_one' };
    const template = otp.worker('t', { restart: 'transient' });
    const s = await otp.start(flags, [template]);
    await otp.startInstance(s);
    const refusal = { ok: false, reason: 'bad_start_spec' };
    expect(await otp.reconfigure(s, flags, [template, otp.worker('t2')])).toMatchObject(refusal);
    expect(await otp.reconfigure(s, flags, [])).toMatchObject(refusal);
    expect(names(await otp.which(s))).toEqual(['t#1']);

    const changed = otp.worker('t', { restart: 'temporary', shutdown: 7 });
    expect(await otp.reconfigure(s, flags, [changed])).toEqual({ ok: true });
    expect(names(await otp.which(s))).toEqual(['t#1']);
    await otp.startInstance(s);
    await otp.crash('t');
    expect(names(await otp.which(s))).toEqual(['t#1']);
  });
}
