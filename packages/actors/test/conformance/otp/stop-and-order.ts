import { expect, it } from 'vitest';
import { otpDriver } from '../../../src/testing/index.ts';
import { instanceOf } from './reading.ts';

/** Stopping, and the order of things: C20 to C25. */
export function stopAndOrder(): void {
  it('C20 shutdown infinity, of a supervisor and a worker', async () => {
    const otp = otpDriver();
    const shutdown = 'infinity';
    const s = await otp.start({}, [
      otp.supervisor('c1', {}, [], { shutdown }),
      otp.worker('c2', { shutdown }),
    ]);
    otp.clearLog();
    await otp.stop(s);
    expect(otp.log).toEqual([
      'stopped(c2,shutdown)',
      'ended(c2,#1,shutdown)',
      'stopped(c1,shutdown)',
      'ended(c1,#1,shutdown)',
      'supEnded(shutdown)',
    ]);
  });

  it('C21 a child that does not hear is killed after its timeout, and only then the next one is stopped', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('c1'), otp.worker('c2')]);
    otp.onStop('c2', otp.deaf);
    otp.clearLog();
    const stopping = otp.stop(s);
    await otp.advance(999);
    expect(otp.log).toEqual(['stopped(c2,shutdown)']);
    expect(otp.state(s)).toBe('alive');
    await otp.advance(1);
    await stopping;
    expect(otp.log).toEqual([
      'stopped(c2,shutdown)',
      'ended(c2,#1,killed)',
      'stopped(c1,shutdown)',
      'ended(c1,#1,shutdown)',
      'supEnded(shutdown)',
    ]);
  });

  it('C22 brutal_kill gives no chance to clean up', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [
      otp.worker('c1'),
      otp.worker('c2', { shutdown: 'brutal_kill' }),
    ]);
    const c1 = otp.inst('c1');
    const c2 = otp.inst('c2');
    await otp.stop(s);
    expect(c2).toMatchObject({ isAlive: false, reason: 'killed', cleanedUp: false });
    expect(c1).toMatchObject({ isAlive: false, reason: 'shutdown', cleanedUp: true });
  });

  it('C23 the same with ten instances', async () => {
    const otp = otpDriver();
    const s = await otp.start({ strategy: 'simple_one_for_one' }, [
      otp.worker('t', { restart: 'temporary', shutdown: 'brutal_kill' }),
    ]);
    const instances = [];
    for (let i = 0; i < 10; i++) instances.push(instanceOf(await otp.startInstance(s)));
    await otp.stop(s);
    expect(instances.map(({ reason }) => reason)).toEqual(instances.map(() => 'killed'));
    expect(otp.log.at(-1)).toBe('supEnded(shutdown)');
  });

  it('C24 a child that has detached itself holds nobody up', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('c1')]);
    otp.onStop('c1', otp.deaf);
    const terminating = otp.terminateChild(s, 'c1');
    await otp.settle();
    // Messages are served while it is waited for: one that means nothing, and one that does.
    await otp.send(s, { type: 'hello' });
    expect(otp.reports).toMatchObject([{ type: 'message.undeliverable' }]);
    expect(await otp.startChild(s, otp.worker('c2'))).toMatchObject({ ok: true });
    await otp.advance(1_000);
    expect(await terminating).toEqual({ ok: true });
    expect(otp.state(s)).toBe('alive');
  });

  it('C25 started in the order given, stopped in reverse', async () => {
    const otp = otpDriver();
    const ids = ['ch7', 'ch3', 'ch10', 'ch2', 'ch5'];
    const s = await otp.start(
      { strategy: 'rest_for_one' },
      ids.map((id) => otp.worker(id)),
    );
    expect(otp.log).toEqual(ids.map((id) => `started(${id},#1)`));
    otp.clearLog();
    await otp.crash('ch10');
    expect(otp.story('started', 'stopped')).toEqual([
      'stopped(ch5,shutdown)',
      'stopped(ch2,shutdown)',
      'started(ch10,#2)',
      'started(ch2,#2)',
      'started(ch5,#2)',
    ]);
    expect([otp.inst('ch7')?.n, otp.inst('ch3')?.n]).toEqual([1, 1]);
    otp.clearLog();
    await otp.stop(s);
    expect(otp.story('ended')).toEqual([
      'ended(ch5,#2,shutdown)',
      'ended(ch2,#2,shutdown)',
      'ended(ch10,#2,shutdown)',
      'ended(ch3,#1,shutdown)',
      'ended(ch7,#1,shutdown)',
    ]);
  });
}
