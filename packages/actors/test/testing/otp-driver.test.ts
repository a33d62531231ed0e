import { describe, expect, it } from 'vitest';
import { otpDriver } from '../../src/testing/index.ts';

const names = (children: readonly object[]) => children.map(String);

describe('otpDriver', () => {
  it('a supervisor is scripted as a worker is: it fails, and waits at its gate', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('w')]);
    const inner = otp.supervisor('inner', {}, [otp.worker('x')]);
    const error = new Error('no');
    otp.failStarts('inner', 1, { reason: error });
    expect(await otp.startChild(s, inner)).toEqual({ ok: false, reason: 'start_failed', error });
    const gate = otp.gate('inner');
    const starting = otp.startChild(s, inner);
    await otp.settle();
    expect(names(await otp.which(s))).toEqual(['inner starting', 'w#1']);
    await gate.release();
    expect(await starting).toMatchObject({ ok: true, child: { id: 'inner', n: 1 } });
    expect(otp.log).toEqual([
      'started(w,#1)',
      'startFailed(inner)',
      'started(x,#1)',
      'started(inner,#1)',
    ]);
    // What has waited there leaves no trace.
    expect(names(await otp.which(otp.supAt(s, 'inner')))).toEqual(['x#1']);
    expect(await otp.count(otp.supAt(s, 'inner'))).toMatchObject({ specs: 1, workers: 1 });
  });

  it('a root says which supervisor could not start, and why', async () => {
    const otp = otpDriver();
    const error = new Error('no');
    otp.failStarts('inner', 1, { reason: error });
    expect(await otp.startSup({}, [otp.supervisor('inner')])).toEqual({
      ok: false,
      reason: 'failed_to_start_child',
      child: 'inner',
      error,
    });
    expect(otp.log).toEqual(['startFailed(inner)', 'supEnded(shutdown)']);
  });

  it('a script for one instance alone comes before that of its template', async () => {
    const otp = otpDriver();
    const s = await otp.start({ strategy: 'simple_one_for_one' }, [otp.worker('t')]);
    await otp.startInstance(s);
    const first = otp.inst('t');
    await otp.startInstance(s);
    const second = otp.inst('t');
    if (first !== undefined) otp.failStarts(first, 1);
    otp.onStop('t', otp.slow(10));
    if (second !== undefined) otp.onStop(second, otp.as('normal'));
    if (first !== undefined) await otp.crash(first);
    expect(otp.story('startFailed', 'started').slice(2)).toEqual([
      'startFailed(t)',
      'started(t,#3)',
    ]);
    const stopping = otp.stop(s);
    await otp.settle();
    expect(otp.story('ended').at(-1)).toBe('ended(t,#2,normal)');
    await otp.advance(10);
    await stopping;
    expect(otp.story('ended').at(-1)).toBe('ended(t,#3,shutdown)');
  });

  it('a template may be a supervisor of instances', async () => {
    const otp = otpDriver();
    const flags = { strategy: 'simple_one_for_one' };
    const s = await otp.start(flags, [otp.supervisor('room', flags, [otp.worker('guest')])]);
    await otp.startInstance(s);
    const [room] = await otp.which(s);
    expect(String(room)).toBe('room#1');
    const inside = otp.supAt(s, '1');
    expect(await otp.startInstance(inside, ['tea'])).toMatchObject({
      ok: true,
      child: { id: 'guest' },
    });
    expect(names(await otp.which(inside))).toEqual(['guest#1']);
    expect(await otp.terminateChild(inside, 'guest')).toMatchObject({
      reason: 'simple_one_for_one',
    });
  });

  it('a handle is of one life: when another has begun it stands for nobody', async () => {
    const otp = otpDriver();
    const s = await otp.start({ strategy: 'simple_one_for_one' }, [otp.worker('t')]);
    await otp.startInstance(s);
    const first = otp.inst('t') ?? '';
    await otp.crash(first);
    expect(await otp.terminateChild(s, first)).toEqual({ ok: true });
    expect(names(await otp.which(s))).toEqual(['t#2']);
    await otp.exit(first, 'error');
    expect(names(await otp.which(s))).toEqual(['t#2']);
  });

  it('what cannot apply, and what differs on purpose, is written down', () => {
    const { deviations, notApplicable } = otpDriver();
    const reasons = [...Object.values(deviations), ...Object.values(notApplicable)];
    expect(reasons.filter((reason) => reason.length < 20)).toEqual([]);
  });
});
