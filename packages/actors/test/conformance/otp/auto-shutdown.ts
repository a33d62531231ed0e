import { expect, it } from 'vitest';
import { type OtpDriver, otpDriver, type Sup } from '../../../src/testing/index.ts';
import { names } from './reading.ts';

const MODES = ['never', 'any_significant', 'all_significant'];

/** All the ways in which a child can end. */
const ENDINGS: Readonly<Record<string, (otp: OtpDriver, s: Sup, id: string) => Promise<unknown>>> =
  {
    terminated: (otp, s, id) => otp.terminateChild(s, id),
    killed: (otp, _s, id) => otp.kill(id),
    crashed: (otp, _s, id) => otp.crash(id),
    'done, normal': (otp, _s, id) => otp.exit(id, 'normal'),
  };

/** Two significant children and a plain one. */
function threeChildren(otp: OtpDriver, restart: string) {
  return [
    otp.worker('s1', { restart, significant: true }),
    otp.worker('s2', { restart, significant: true }),
    otp.worker('n'),
  ];
}

const lives = (otp: OtpDriver) => ['s1', 's2', 'n'].map((id) => otp.inst(id)?.n);

/** Supervisors that stop by themselves when a significant child has ended: C70 to C77. */
export function autoShutdowns(): void {
  it('C70 no end of a temporary child that is not significant stops its supervisor', async () => {
    for (const autoShutdown of MODES)
      for (const end of Object.values(ENDINGS)) {
        const otp = otpDriver();
        const s = await otp.start({ autoShutdown }, [
          otp.worker('c', { restart: 'temporary' }),
          otp.worker('other'),
        ]);
        await end(otp, s, 'c');
        expect(otp.state(s)).toBe('alive');
        expect(names(await otp.which(s))).toEqual(['other#1']);
      }
  });

  it('C71 nor that of a transient one, which is restarted as ever', async () => {
    for (const autoShutdown of MODES) {
      const otp = otpDriver();
      const flags = { autoShutdown, intensity: 5 };
      const s = await otp.start(flags, [otp.worker('c', { restart: 'transient' })]);
      await otp.terminateChild(s, 'c');
      await otp.restartChild(s, 'c');
      await otp.kill('c');
      expect(otp.inst('c')?.n).toBe(3);
      await otp.crash('c');
      expect(otp.inst('c')?.n).toBe(4);
      await otp.exit('c', 'normal');
      expect(names(await otp.which(s))).toEqual(['c none']);
      expect(otp.state(s)).toBe('alive');
    }
  });

  it('C72 any_significant: the first end counts, all_significant: the last; a stop by hand does not', async () => {
    for (const [way, end] of Object.entries(ENDINGS)) {
      const otp = otpDriver();
      const flags = { autoShutdown: 'any_significant' };
      const s = await otp.start(flags, threeChildren(otp, 'temporary'));
      await end(otp, s, 's1');
      const isByHand = way === 'terminated';
      expect(lives(otp)).toEqual(isByHand ? [undefined, 1, 1] : [undefined, undefined, undefined]);
      expect(otp.state(s)).toBe(isByHand ? 'alive' : 'ended(shutdown)');
    }
    const otp = otpDriver();
    const flags = { autoShutdown: 'all_significant' };
    const s = await otp.start(flags, threeChildren(otp, 'temporary'));
    await otp.exit('s1', 'normal');
    expect(otp.state(s)).toBe('alive');
    expect(lives(otp)).toEqual([undefined, 1, 1]);
    await otp.exit('s2', 'normal');
    expect(lives(otp)).toEqual([undefined, undefined, undefined]);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C73 simple_one_for_one never stops by itself', async () => {
    const otp = otpDriver();
    const start = (autoShutdown: string) =>
      otp.startSup({ strategy: 'simple_one_for_one', autoShutdown }, [otp.worker('t')]);
    const refusal = { ok: false, reason: 'bad_combination' };
    expect(await start('any_significant')).toMatchObject(refusal);
    expect(await start('all_significant')).toMatchObject(refusal);
    expect(await start('never')).toMatchObject({ ok: true });
  });

  it.each([
    ['C74', 'any_significant', 1],
    ['C75', 'all_significant', 2],
  ])('%s never, then %s: the next end counts by the new mode', async (_id, autoShutdown, ends) => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('n')]);
    const [s1 = {}, s2 = {}] = threeChildren(otp, 'transient');
    expect(await otp.startChild(s, s1)).toMatchObject({ ok: false, reason: 'bad_combination' });
    expect(await otp.reconfigure(s, { autoShutdown })).toEqual({ ok: true });
    expect(await otp.startChild(s, s1)).toMatchObject({ ok: true });
    expect(await otp.startChild(s, s2)).toMatchObject({ ok: true });
    await otp.exit('s1', 'normal');
    expect(otp.state(s)).toBe(ends === 1 ? 'ended(shutdown)' : 'alive');
    if (ends === 2) await otp.exit('s2', 'normal');
    expect(otp.state(s)).toBe('ended(shutdown)');
    expect(lives(otp)).toEqual([undefined, undefined, undefined]);
  });

  it('C76 all_significant, then never: a significant child that runs goes on as a plain one', async () => {
    const otp = otpDriver();
    const [s1 = {}, s2 = {}] = threeChildren(otp, 'transient');
    const s = await otp.start({ autoShutdown: 'all_significant' }, []);
    await otp.startChild(s, s1);
    expect(await otp.reconfigure(s, { autoShutdown: 'never' })).toEqual({ ok: true });
    expect(otp.inst('s1')?.n).toBe(1);
    expect(await otp.startChild(s, s2)).toMatchObject({ ok: false, reason: 'bad_combination' });
    await otp.exit('s1', 'normal');
    expect(otp.state(s)).toBe('alive');
    expect(await otp.restartChild(s, 's1')).toMatchObject({ ok: true, child: { n: 2 } });
  });

  it('C77 any_significant, then all_significant, and back: the next end counts by the new mode', async () => {
    for (const [before, after] of [
      ['any_significant', 'all_significant'],
      ['all_significant', 'any_significant'],
    ]) {
      const otp = otpDriver();
      const s = await otp.start({ autoShutdown: before }, threeChildren(otp, 'transient'));
      expect(await otp.reconfigure(s, { autoShutdown: after })).toEqual({ ok: true });
      expect(lives(otp)).toEqual([1, 1, 1]);
      await otp.exit('s1', 'normal');
      const endsAtOnce = after === 'any_significant';
      expect(otp.state(s)).toBe(endsAtOnce ? 'ended(shutdown)' : 'alive');
      if (!endsAtOnce) await otp.exit('s2', 'normal');
      expect(otp.state(s)).toBe('ended(shutdown)');
    }
  });
}
