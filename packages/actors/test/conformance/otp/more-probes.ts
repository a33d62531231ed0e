import { expect, it } from 'vitest';
import { otpDriver } from '../../../src/testing/index.ts';
import { names } from './reading.ts';

/** Corner cases that were seen on a real OTP: C111 to C120. */
export function moreProbes(): void {
  it('C111 what a supervisor does not understand is reported or refused, and moves nothing', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('a')]);
    await otp.send(s, { type: 'what is this' });
    expect(otp.reports).toMatchObject([{ type: 'message.undeliverable', reason: 'not a request' }]);
    await expect(otp.request(s, 'what is this')).rejects.toThrow(Error);
    expect(otp.state(s)).toBe('alive');
    expect(names(await otp.which(s))).toEqual(['a#1']);
  });

  it('C112 whoever merely watches may crash', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('a')]);
    const other = await otp.start({}, [otp.worker('watcher')]);
    otp.watch(s, () => void otp.inst('watcher'));
    otp.watch('a', () => {
      throw new Error('the watcher crashes when it hears of it');
    });
    otp.clearLog();
    await otp.crash('watcher');
    expect(otp.log).toEqual(['ended(watcher,#1,error)', 'started(watcher,#2)']);
    await otp.terminateChild(s, 'a');
    expect([otp.state(s), otp.state(other)]).toEqual(['alive', 'alive']);
    expect(await otp.restartChild(s, 'a')).toMatchObject({ ok: true });
  });

  it('C113 one crash costs one, however many are restarted', async () => {
    const otp = otpDriver();
    const specs = Array.from({ length: 20 }, (_, index) => otp.worker(`c${index}`));
    const s = await otp.start({ strategy: 'one_for_all', intensity: 1 }, specs);
    await otp.crash('c7');
    expect(otp.state(s)).toBe('alive');
    expect((await otp.which(s)).map(String)).toEqual(specs.map((_, index) => `c${19 - index}#2`));
  });

  it('C114 a kill is abnormal, a message from outside is nothing, a shutdown is an end', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('c', { restart: 'transient' })]);
    await otp.kill('c');
    expect(otp.log.slice(1)).toEqual(['ended(c,#1,killed)', 'started(c,#2)']);
    await otp.send('c', { type: 'normal' });
    expect(names(await otp.which(s))).toEqual(['c#2']);
    await otp.exit('c', 'shutdown');
    expect(names(await otp.which(s))).toEqual(['c none']);
    expect(otp.log.at(-1)).toBe('ended(c,#2,shutdown)');
  });

  it('C115 one_for_all whose member never comes back: as many rounds as the intensity', async () => {
    const otp = otpDriver();
    const specs = [otp.worker('a'), otp.worker('b')];
    await otp.start({ strategy: 'one_for_all', intensity: 3 }, specs);
    otp.failStarts('b', 'inf');
    otp.clearLog();
    await otp.crash('a');
    const round = (n: number) => [`started(a,#${n})`, 'startFailed(b)', 'stopped(a,shutdown)'];
    expect(otp.story('started', 'startFailed', 'stopped', 'supEnded')).toEqual([
      'stopped(b,shutdown)',
      ...round(2),
      ...round(3),
      ...round(4),
      'supEnded(shutdown)',
    ]);
  });

  it('C116 one_for_all starts also a child that had ignored', async () => {
    const otp = otpDriver();
    otp.ignoreStarts('b', 1);
    const specs = [otp.worker('a'), otp.worker('b')];
    const s = await otp.start({ strategy: 'one_for_all' }, specs);
    expect(names(await otp.which(s))).toEqual(['b none', 'a#1']);
    await otp.crash('a');
    expect(names(await otp.which(s))).toEqual(['b#1', 'a#2']);
  });

  it('C117 to terminate a temporary child is to forget it', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [otp.worker('c', { restart: 'temporary' })]);
    expect(await otp.terminateChild(s, 'c')).toEqual({ ok: true });
    expect(await otp.restartChild(s, 'c')).toEqual({ ok: false, reason: 'not_found' });
  });

  it('C118 the intensity is shared by all children', async () => {
    const otp = otpDriver();
    const specs = ['a', 'b', 'c'].map((id) => otp.worker(id));
    const s = await otp.start({ intensity: 1 }, specs);
    await otp.crash('a');
    otp.clearLog();
    await otp.crash('b');
    expect(otp.state(s)).toBe('ended(shutdown)');
    expect(otp.story('stopped')).toEqual(['stopped(c,shutdown)', 'stopped(a,shutdown)']);
  });

  it('C119 one id twice: nothing starts', async () => {
    const otp = otpDriver();
    const answer = await otp.startSup({}, [otp.worker('a'), otp.worker('b'), otp.worker('a')]);
    expect(answer).toMatchObject({ reason: 'duplicate_child_name', error: { value: 'a' } });
    expect(otp.log).toEqual([]);
  });

  it('C120 whatever children answer to a stop, nobody is restarted; an error is reported once', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, [
      otp.worker('a'),
      otp.worker('b', { restart: 'transient' }),
      otp.worker('c'),
    ]);
    otp.onStop('a', otp.as('normal'));
    otp.onStop('b', otp.as('normal'));
    otp.onStop('c', otp.as(new Error('cannot stop')));
    otp.clearLog();
    await otp.stop(s);
    expect(otp.log).toEqual([
      'stopped(c,shutdown)',
      'ended(c,#1,cannot stop)',
      'stopped(b,shutdown)',
      'ended(b,#1,normal)',
      'stopped(a,shutdown)',
      'ended(a,#1,normal)',
      'supEnded(shutdown)',
    ]);
    // On purpose a permanent child that ends its stop with `normal` is not reported: see the table.
    expect(otp.reports).toMatchObject([{ type: 'hook.failed', path: 'c', hook: 'stop' }]);
    expect(otp.deviations).toHaveProperty('C120');
  });
}
