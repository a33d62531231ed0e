import { expect, it } from 'vitest';
import { otpDriver } from '../../../src/testing/index.ts';
import { names } from '../otp/reading.ts';

const SIGNIFICANT = { restart: 'transient', significant: true };

const BYSTANDERS = [
  ['any_significant', 'transient'],
  ['any_significant', 'temporary'],
  ['all_significant', 'transient'],
  ['all_significant', 'temporary'],
] as const;

/** Significant children. */
export function significance(): void {
  it('significant_transient: a crash restarts, a stop by hand is no end, the end of one or of all is', async () => {
    for (const autoShutdown of ['any_significant', 'all_significant']) {
      const otp = otpDriver();
      const s = await otp.start({ autoShutdown, intensity: 5 }, [
        otp.worker('s1', SIGNIFICANT),
        otp.worker('s2', SIGNIFICANT),
        otp.worker('n', { restart: 'transient' }),
      ]);
      await otp.terminateChild(s, 's1');
      await otp.restartChild(s, 's1');
      await otp.kill('s1');
      await otp.crash('s1');
      await otp.exit('n', 'normal');
      expect(names(await otp.which(s))).toEqual(['n none', 's2#1', 's1#4']);
      await otp.exit('s1', { shutdown: 'done' });
      const endsNow = autoShutdown === 'any_significant';
      expect(otp.state(s)).toBe(endsNow ? 'ended(shutdown)' : 'alive');
      if (!endsNow) await otp.exit('s2', 'normal');
      expect(otp.state(s)).toBe('ended(shutdown)');
    }
  });

  it('significant_bystander: whoever is cycled with a sibling has not ended', async () => {
    for (const strategy of ['one_for_all', 'rest_for_one'])
      for (const [autoShutdown, restart] of BYSTANDERS) {
        const otp = otpDriver();
        const s = await otp.start({ strategy, autoShutdown }, [
          otp.worker('c1'),
          otp.worker('s1', { restart, significant: true }),
          otp.worker('s2', { restart, significant: true }),
        ]);
        await otp.crash('c1');
        await otp.advance(1_000);
        expect(otp.state(s)).toBe('alive');
        const isGone = restart === 'temporary';
        expect(names(await otp.which(s))).toEqual(isGone ? ['c1#2'] : ['s2#2', 's1#2', 'c1#2']);
      }
  });

  it('significant_escalation: from a significant supervisor to the one above, and not from another', async () => {
    for (const significant of [true, false]) {
      const otp = otpDriver();
      const autoShutdown = 'any_significant';
      const inner = [otp.worker('s1', SIGNIFICANT), otp.worker('x')];
      const s = await otp.start({ autoShutdown }, [
        otp.supervisor('inner', { autoShutdown }, inner, { restart: 'transient', significant }),
        otp.worker('n'),
      ]);
      await otp.exit('s1', 'normal');
      expect(otp.inst('x')).toBeUndefined();
      expect(otp.story('ended')).toContain('ended(inner,#1,shutdown)');
      expect(otp.state(s)).toBe(significant ? 'ended(shutdown)' : 'alive');
      const left = names(await otp.which(s));
      expect(left).toEqual(significant ? ['n none', 'inner none'] : ['n#1', 'inner none']);
    }
  });

  it('significant_upgrade_any_never', async () => {
    const otp = otpDriver();
    const specs = [otp.worker('s1', SIGNIFICANT)];
    const s = await otp.start({ autoShutdown: 'any_significant' }, []);
    await otp.startChild(s, specs[0] ?? {});
    expect(await otp.reconfigure(s, { autoShutdown: 'never' }, specs)).toMatchObject({
      ok: false,
      reason: 'bad_combination',
    });
    expect(await otp.reconfigure(s, { autoShutdown: 'never' })).toEqual({ ok: true });
    await otp.exit('s1', 'normal');
    expect(otp.state(s)).toBe('alive');
    expect(names(await otp.which(s))).toEqual(['s1 none']);
  });

  it('significant_upgrade_child: significant or not from the next end on', async () => {
    for (const isLater of [true, false]) {
      const otp = otpDriver();
      const flags = { autoShutdown: 'any_significant' };
      const spec = (significant: boolean) => [
        otp.worker('c1', { restart: 'transient', significant }),
        otp.worker('n'),
      ];
      const s = await otp.start(flags, spec(!isLater));
      expect(await otp.reconfigure(s, flags, spec(isLater))).toEqual({ ok: true });
      expect(names(await otp.which(s))).toEqual(['n#1', 'c1#1']);
      await otp.exit('c1', 'normal');
      expect(otp.state(s)).toBe(isLater ? 'ended(shutdown)' : 'alive');
    }
  });
}
