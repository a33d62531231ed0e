import { expect, it } from 'vitest';
import { otpDriver } from '../../../src/testing/index.ts';
import { instanceOf, names } from './reading.ts';

/** Each failing start takes longer than period / intensity, so that the limit is never reached. */
const FLAGS = { intensity: 8, periodMs: 800 };
const SLOWLY = { afterMs: 150 };
const IDLE = { specs: 1, active: 0, supervisors: 0, workers: 1 };

function refusal(reason: string) {
  return { ok: false, reason };
}

/** Calls while a restart keeps failing: C59 and C60. */
export function restartLoops(): void {
  it('C59 a supervisor serves calls, and can be stopped, while a restart keeps failing', async () => {
    const otp = otpDriver();
    const s = await otp.start(FLAGS, [otp.worker('c1')]);
    otp.failStarts('c1', 'inf', SLOWLY);
    await otp.crash('c1');
    await otp.advance(5_000);
    expect(await otp.startChild(s, otp.worker('c1'))).toEqual(refusal('already_present'));
    expect(await otp.restartChild(s, 'c1')).toEqual(refusal('restarting'));
    expect(await otp.deleteChild(s, 'c1')).toEqual(refusal('restarting'));
    expect(names(await otp.which(s))).toEqual(['c1 restarting']);
    expect(await otp.count(s)).toEqual(IDLE);
    expect(await otp.terminateChild(s, 'c1')).toEqual({ ok: true });
    expect(names(await otp.which(s))).toEqual(['c1 none']);
    otp.clearLog();
    await otp.advance(5_000);
    expect(otp.log).toEqual([]);

    otp.failStarts('c1', 0);
    expect(await otp.restartChild(s, 'c1')).toMatchObject({ ok: true, child: { n: 2 } });
    otp.failStarts('c1', 'inf', SLOWLY);
    await otp.crash('c1');
    await otp.advance(1_000);
    await otp.stop(s);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C60 the same in simple_one_for_one: the old handle still serves', async () => {
    const otp = otpDriver();
    const s = await otp.start({ ...FLAGS, strategy: 'simple_one_for_one' }, [otp.worker('t')]);
    const i1 = instanceOf(await otp.startInstance(s));
    otp.failStarts(i1, 'inf', SLOWLY);
    await otp.crash(i1);
    await otp.advance(5_000);
    expect(await otp.restartChild(s, i1)).toEqual(refusal('simple_one_for_one'));
    expect(await otp.deleteChild(s, i1)).toEqual(refusal('simple_one_for_one'));
    expect(names(await otp.which(s))).toEqual(['t restarting']);
    expect(await otp.count(s)).toEqual(IDLE);
    expect(await otp.terminateChild(s, i1)).toEqual({ ok: true });
    expect(await otp.which(s)).toEqual([]);

    const i2 = instanceOf(await otp.startInstance(s));
    otp.failStarts(i2, 'inf', SLOWLY);
    await otp.crash(i2);
    await otp.advance(1_000);
    expect(names(await otp.which(s))).toEqual(['t restarting']);
    await otp.stop(s);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });
}
