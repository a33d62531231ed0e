import { expect, it } from 'vitest';
import { otpDriver } from '../../../src/testing/index.ts';
import { names } from './reading.ts';

const ENOUGH = { intensity: 10 };

/** Corner cases that were seen on a real OTP: C101 to C110. */
export function probes(): void {
  it('C101 intensity 0: the first crash is the last', async () => {
    const otp = otpDriver();
    const s = await otp.start({ intensity: 0 }, [otp.worker('a')]);
    await otp.crash('a');
    expect(otp.log).toEqual(['started(a,#1)', 'ended(a,#1,error)', 'supEnded(shutdown)']);
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C102 every attempt to start again costs one', async () => {
    const otp = otpDriver();
    await otp.start({ intensity: 4 }, [otp.worker('c1'), otp.worker('c2')]);
    otp.failStarts('c1', 'inf');
    otp.clearLog();
    await otp.crash('c1');
    expect(otp.log).toEqual([
      'ended(c1,#1,error)',
      ...Array<string>(4).fill('startFailed(c1)'),
      'stopped(c2,shutdown)',
      'ended(c2,#1,shutdown)',
      'supEnded(shutdown)',
    ]);
  });

  it('C103 a group restart starts what rests, and drops what is temporary', async () => {
    const otp = otpDriver();
    const s = await otp.start({ ...ENOUGH, strategy: 'one_for_all' }, [
      otp.worker('a'),
      otp.worker('b', { restart: 'transient' }),
      otp.worker('c', { restart: 'temporary' }),
    ]);
    await otp.exit('b', 'normal');
    expect(names(await otp.which(s))).toEqual(['c#1', 'b none', 'a#1']);
    otp.clearLog();
    await otp.crash('a');
    expect(otp.story('stopped', 'started')).toEqual([
      'stopped(c,shutdown)',
      'started(a,#2)',
      'started(b,#2)',
    ]);
    expect(names(await otp.which(s))).toEqual(['b#2', 'a#2']);
  });

  it('C104 limits multiply from level to level', async () => {
    const otp = otpDriver();
    const s = await otp.start({ intensity: 2 }, [
      otp.supervisor('inner', { intensity: 0 }, [otp.worker('x')]),
      otp.worker('w'),
    ]);
    const w = otp.inst('w');
    for (let round = 0; round < 2; round++) {
      await otp.crash('x');
      expect(otp.state(s)).toBe('alive');
    }
    await otp.crash('x');
    expect(otp.story('started').filter((entry) => entry.startsWith('started(x'))).toHaveLength(3);
    expect(otp.state(s)).toBe('ended(shutdown)');
    expect(w?.reason).toBe('shutdown');
  });

  it('C105 a first start that fails takes back what was started before it', async () => {
    const otp = otpDriver();
    otp.failStarts('b', 1);
    const specs = ['a', 'z', 'b', 'c'].map((id) => otp.worker(id));
    expect(await otp.startSup({}, specs)).toMatchObject({
      ok: false,
      reason: 'failed_to_start_child',
      child: 'b',
    });
    expect(otp.story('started', 'startFailed', 'stopped')).toEqual([
      'started(a,#1)',
      'started(z,#1)',
      'startFailed(b)',
      'stopped(z,shutdown)',
      'stopped(a,shutdown)',
    ]);
  });

  it('C106 rest_for_one tries again where it failed', async () => {
    const otp = otpDriver();
    const specs = ['a', 'b', 'c'].map((id) => otp.worker(id));
    await otp.start({ ...ENOUGH, strategy: 'rest_for_one' }, specs);
    otp.failStarts('b', 3);
    otp.clearLog();
    await otp.crash('a');
    expect(otp.story('started', 'startFailed', 'stopped')).toEqual([
      'stopped(c,shutdown)',
      'stopped(b,shutdown)',
      'started(a,#2)',
      ...Array<string>(3).fill('startFailed(b)'),
      'started(b,#2)',
      'started(c,#2)',
    ]);
  });

  it('C107 one_for_all begins anew with the first', async () => {
    const otp = otpDriver();
    const specs = ['a', 'b', 'c'].map((id) => otp.worker(id));
    await otp.start({ ...ENOUGH, strategy: 'one_for_all' }, specs);
    otp.failStarts('b', 2);
    otp.clearLog();
    await otp.crash('a');
    expect(otp.story('started', 'startFailed', 'stopped')).toEqual([
      'stopped(c,shutdown)',
      'stopped(b,shutdown)',
      'started(a,#2)',
      'startFailed(b)',
      'stopped(a,shutdown)',
      'started(a,#3)',
      'startFailed(b)',
      'stopped(a,shutdown)',
      'started(a,#4)',
      'started(b,#2)',
      'started(c,#2)',
    ]);
  });

  it('C108 whoever terminates the member that loops leaves those after it idle', async () => {
    const otp = otpDriver();
    const specs = ['a', 'b', 'c'].map((id) => otp.worker(id));
    const s = await otp.start({ ...ENOUGH, strategy: 'rest_for_one' }, specs);
    otp.failStarts('b', 'inf', { afterMs: 1_000_000 });
    await otp.crash('b');
    await otp.advance(1_000_000);
    expect(names(await otp.which(s))).toEqual(['c none', 'b restarting', 'a#1']);
    expect(await otp.terminateChild(s, 'b')).toEqual({ ok: true });
    await otp.advance(10_000_000);
    expect(names(await otp.which(s))).toEqual(['c none', 'b none', 'a#1']);
    expect(await otp.deleteChild(s, 'b')).toEqual({ ok: true });
  });

  it('C109 all_significant: a stop by hand is no end', async () => {
    const otp = otpDriver();
    const s = await otp.start({ autoShutdown: 'all_significant' }, [
      otp.worker('c', { restart: 'transient', significant: true }),
    ]);
    await otp.terminateChild(s, 'c');
    expect(otp.state(s)).toBe('alive');
  });

  it('C110 a child that ignores rests until somebody starts it', async () => {
    const otp = otpDriver();
    otp.ignoreStarts('a', 2);
    const s = await otp.start({}, [otp.worker('a')]);
    expect(names(await otp.which(s))).toEqual(['a none']);
    expect(await otp.restartChild(s, 'a')).toEqual({ ok: true, child: undefined });
    expect(await otp.restartChild(s, 'a')).toMatchObject({ ok: true, child: { n: 1 } });
    otp.ignoreStarts('a', 1);
    await otp.crash('a');
    expect(names(await otp.which(s))).toEqual(['a none']);
    expect(otp.state(s)).toBe('alive');
  });
}
