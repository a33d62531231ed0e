import { expect, it } from 'vitest';
import { NoSuchSupervisorError, otpDriver } from '../../../src/testing/index.ts';
import { instanceOf, names } from './reading.ts';

const OK = { ok: true };
const NOT_FOUND = { ok: false, reason: 'not_found' };
const NOTHING = { specs: 0, active: 0, supervisors: 0, workers: 0 };

function refusal(reason: string) {
  return { ok: false, reason };
}

/** Walks through the whole API: C30 and C31. */
export function walks(): void {
  it('C30 every call on a static supervisor, and what it refuses', async () => {
    const otp = otpDriver();
    const c1 = otp.worker('c1');
    const s = await otp.start({}, [c1]);
    expect(await otp.startChild(s, c1)).toEqual({
      ...refusal('already_started'),
      child: otp.inst('c1'),
    });
    expect(await otp.terminateChild(s, 'unknown')).toEqual(NOT_FOUND);
    const nobody = otp.supAt(s, 'nobody');
    await expect(otp.which(nobody)).rejects.toThrow(NoSuchSupervisorError);
    await expect(otp.startChild(nobody, c1)).rejects.toThrow(NoSuchSupervisorError);
    await expect(otp.terminateChild(nobody, 'c1')).rejects.toThrow(NoSuchSupervisorError);

    expect(await otp.terminateChild(s, 'c1')).toEqual(OK);
    expect(otp.log.at(-1)).toBe('ended(c1,#1,shutdown)');
    expect(names(await otp.which(s))).toEqual(['c1 none']);
    expect(await otp.count(s)).toEqual({ specs: 1, active: 0, supervisors: 0, workers: 1 });
    expect(await otp.terminateChild(s, 'c1')).toEqual(OK);
    expect(await otp.startChild(s, c1)).toEqual(refusal('already_present'));
    expect(await otp.restartChild(s, 'c1')).toMatchObject({ ok: true, child: { n: 2 } });
    expect(await otp.restartChild(s, 'c1')).toEqual(refusal('running'));
    expect(await otp.restartChild(s, 'unknown')).toEqual(NOT_FOUND);
    expect(await otp.deleteChild(s, 'c1')).toEqual(refusal('running'));
    expect(await otp.deleteChild(s, 'unknown')).toEqual(NOT_FOUND);

    expect(await otp.terminateChild(s, 'c1')).toEqual(OK);
    expect(await otp.deleteChild(s, 'c1')).toEqual(OK);
    expect(await otp.restartChild(s, 'c1')).toEqual(NOT_FOUND);
    expect(await otp.which(s)).toEqual([]);
    expect(await otp.count(s)).toEqual(NOTHING);

    const instance = instanceOf(await otp.startChild(s, c1));
    expect(await otp.terminateChild(s, instance)).toEqual(NOT_FOUND);
    expect(instance.isAlive).toBe(true);
  });

  it('C31 every call on simple_one_for_one, and what it refuses', async () => {
    const otp = otpDriver();
    const s = await otp.start({ strategy: 'simple_one_for_one' }, [otp.worker('t')]);
    const counted = (active: number) => ({ specs: 1, active, supervisors: 0, workers: active });
    expect(await otp.which(s)).toEqual([]);
    expect(await otp.count(s)).toEqual(counted(0));
    const i1 = instanceOf(await otp.startInstance(s));
    const i2 = instanceOf(await otp.startInstance(s));
    expect(await otp.count(s)).toEqual(counted(2));

    expect(await otp.terminateChild(s, 't')).toEqual(refusal('simple_one_for_one'));
    expect([i1.isAlive, i2.isAlive]).toEqual([true, true]);
    expect(await otp.terminateChild(s, i1)).toEqual(OK);
    expect(await otp.count(s)).toEqual(counted(1));
    expect(await otp.terminateChild(s, i1)).toEqual(OK);
    expect(await otp.count(s)).toEqual(counted(1));

    await otp.start({}, [otp.worker('foreign')]);
    const foreign = otp.inst('foreign');
    expect(await otp.terminateChild(s, foreign ?? '')).toEqual(NOT_FOUND);
    expect(foreign?.isAlive).toBe(true);
    for (const child of ['t', i2]) {
      expect(await otp.restartChild(s, child)).toEqual(refusal('simple_one_for_one'));
      expect(await otp.deleteChild(s, child)).toEqual(refusal('simple_one_for_one'));
    }
    expect(i2.isAlive).toBe(true);
  });
}
