import { expect, it } from 'vitest';
import { otpDriver } from '../../../src/testing/index.ts';
import { instanceOf, names } from './reading.ts';

/** Who is restarted with whom, and until when: C50 to C58. */
export function strategies(): void {
  it('C50 one_for_one replaces the crashed child alone', async () => {
    const otp = otpDriver();
    const s = await otp.start({ intensity: 2 }, [otp.worker('c1'), otp.worker('c2')]);
    await otp.crash('c1');
    expect(names(await otp.which(s))).toEqual(['c2#1', 'c1#2']);
    await otp.crash('c2');
    await otp.crash('c2');
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C51 one_for_all replaces them all, for one unit of intensity', async () => {
    const otp = otpDriver();
    const flags = { strategy: 'one_for_all', intensity: 2 };
    const s = await otp.start(flags, [otp.worker('c1'), otp.worker('c2')]);
    otp.clearLog();
    await otp.crash('c1');
    expect(otp.log).toEqual([
      'ended(c1,#1,error)',
      'stopped(c2,shutdown)',
      'ended(c2,#1,shutdown)',
      'started(c1,#2)',
      'started(c2,#2)',
    ]);
    await otp.crash('c2');
    expect(otp.state(s)).toBe('alive');
    await otp.crash('c1');
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C52 one_for_all whose member never starts again gives up', async () => {
    const otp = otpDriver();
    const flags = { strategy: 'one_for_all', intensity: 4 };
    const s = await otp.start(flags, [otp.worker('c1'), otp.worker('c2')]);
    otp.failStarts('c2', 'inf');
    await otp.crash('c1');
    expect(otp.state(s)).toBe('ended(shutdown)');
    expect([otp.inst('c1'), otp.inst('c2')]).toEqual([undefined, undefined]);
    expect(otp.story('startFailed')).toEqual(Array(4).fill('startFailed(c2)'));
  });

  it('C53 rest_for_one replaces those that were started later', async () => {
    const otp = otpDriver();
    const flags = { strategy: 'rest_for_one', intensity: 2 };
    const s = await otp.start(flags, [otp.worker('c1'), otp.worker('c2'), otp.worker('c3')]);
    await otp.crash('c2');
    expect(otp.story('stopped')).toEqual(['stopped(c3,shutdown)']);
    expect(names(await otp.which(s))).toEqual(['c3#2', 'c2#2', 'c1#1']);
    await otp.crash('c3');
    await otp.crash('c2');
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C54 rest_for_one goes on with the member that failed to start', async () => {
    const otp = otpDriver();
    const c1 = otp.gate('c1');
    const c2 = otp.gate('c2');
    const flags = { strategy: 'rest_for_one', intensity: 3 };
    const starting = otp.start(flags, [otp.worker('c1'), otp.worker('c2')]);
    await otp.settle();
    await c1.release('ok');
    await c2.release('ok');
    const s = await starting;
    await otp.crash('c1');
    await c1.release('ok');
    await c2.release('fail');
    expect([c1.waiting, c2.waiting]).toEqual([0, 1]);
    expect(otp.inst('c1')?.n).toBe(2);
    await c2.release('ok');
    expect(names(await otp.which(s))).toEqual(['c2#2', 'c1#2']);
    expect(otp.state(s)).toBe('alive');
  });

  it('C55 simple_one_for_one replaces the instance alone', async () => {
    const otp = otpDriver();
    const flags = { strategy: 'simple_one_for_one', intensity: 2 };
    const s = await otp.start(flags, [otp.worker('t')]);
    const i1 = instanceOf(await otp.startInstance(s));
    const i2 = instanceOf(await otp.startInstance(s));
    await otp.crash(i1);
    expect(await otp.which(s)).toHaveLength(2);
    expect(i2.isAlive).toBe(true);
    await otp.crash(i2);
    await otp.crash('t');
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C56 a start may hand back more; restarts work the same', async () => {
    const otp = otpDriver();
    const flags = { strategy: 'simple_one_for_one', intensity: 2 };
    const s = await otp.start(flags, [otp.worker('t')]);
    otp.info('t', 'extra');
    const answer = await otp.startInstance(s);
    expect(answer).toMatchObject({ ok: true, info: 'extra' });
    const i2 = instanceOf(await otp.startInstance(s));
    await otp.crash(instanceOf(answer));
    expect(await otp.which(s)).toHaveLength(2);
    expect(i2.isAlive).toBe(true);
    await otp.crash(i2);
    await otp.crash('t');
    expect(otp.state(s)).toBe('ended(shutdown)');
  });

  it('C57 an instance that never starts again ends the supervisor, and the other instance', async () => {
    const otp = otpDriver();
    const flags = { strategy: 'simple_one_for_one', intensity: 4 };
    const s = await otp.start(flags, [otp.worker('t')]);
    const i1 = instanceOf(await otp.startInstance(s));
    const i2 = instanceOf(await otp.startInstance(s));
    otp.failStarts(i1, 'inf');
    await otp.crash(i1);
    expect(otp.state(s)).toBe('ended(shutdown)');
    expect(i2).toMatchObject({ isAlive: false, reason: 'shutdown' });
    expect(otp.story('startFailed')).toHaveLength(4);
  });

  it('C58 a temporary sibling disappears instead of being restarted', async () => {
    for (const strategy of ['one_for_all', 'rest_for_one']) {
      const otp = otpDriver();
      const starts: string[] = [];
      otp.onStart(({ id }) => starts.push(id));
      const s = await otp.start({ strategy }, [
        otp.worker('c1'),
        otp.worker('c2', { restart: 'temporary' }),
      ]);
      await otp.exit('c1', 'normal');
      await otp.advance(350);
      expect(otp.state(s)).toBe('alive');
      expect(names(await otp.which(s))).toEqual(['c1#2']);
      expect(starts.filter((id) => id === 'c2')).toHaveLength(1);
    }
  });
}
