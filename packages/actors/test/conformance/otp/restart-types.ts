import { expect, it } from 'vitest';
import { otpDriver, type Reason } from '../../../src/testing/index.ts';
import { names } from './reading.ts';

const NORMAL: readonly Reason[] = ['normal'];
const SHUTDOWN: readonly Reason[] = ['shutdown', { shutdown: 'done' }];
const ABNORMAL: readonly Reason[] = ['error'];
const ONE = { specs: 1, active: 1, supervisors: 0, workers: 1 };
const IDLE = { ...ONE, active: 0 };
const NONE = { specs: 0, active: 0, supervisors: 0, workers: 0 };

/** What becomes of a child that ends by itself: C40 to C47. */
export function restartTypes(): void {
  it.each([
    ['C40 permanent, normal', NORMAL],
    ['C41 permanent, shutdown', SHUTDOWN],
    ['C42 permanent, abnormal', ABNORMAL],
  ])('%s: it is started again', async (_name, reasons) => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('c')]);
    let lives = 1;
    for (const reason of reasons) {
      await otp.exit('c', reason);
      lives += 1;
      expect(names(await otp.which(s))).toEqual([`c#${lives}`]);
      expect(await otp.count(s)).toEqual(ONE);
    }
  });

  it('C43 transient, normal: it rests, and nothing is reported', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('c', { restart: 'transient' })]);
    await otp.exit('c', 'normal');
    expect(names(await otp.which(s))).toEqual(['c none']);
    expect(await otp.count(s)).toEqual(IDLE);
    expect(otp.log).toEqual(['started(c,#1)', 'ended(c,#1,normal)']);
    expect(otp.reports).toEqual([]);
  });

  it('C44 transient, abnormal: it is started again', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('c', { restart: 'transient' })]);
    await otp.crash('c');
    expect(names(await otp.which(s))).toEqual(['c#2']);
  });

  it.each([
    ['C45 temporary, normal', NORMAL],
    ['C46 temporary, shutdown', SHUTDOWN],
    ['C47 temporary, abnormal', ABNORMAL],
  ])('%s: it is gone', async (_name, reasons) => {
    const otp = otpDriver();
    const s = await otp.start({}, []);
    for (const reason of reasons) {
      await otp.startChild(s, otp.worker('c', { restart: 'temporary' }));
      await otp.exit('c', reason);
      expect(await otp.which(s)).toEqual([]);
      expect(await otp.count(s)).toEqual(NONE);
      expect(otp.state(s)).toBe('alive');
    }
  });
}
