import { expect, it } from 'vitest';
import { type OtpDriver, otpDriver, type Refused, SCRIPTED } from '../../../src/testing/index.ts';
import { instanceOf, names } from './reading.ts';

/** Start and init: C01 to C16. */
export function startAndInit(): void {
  it('C01 an empty supervisor starts and is stopped', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, []);
    await otp.stop(s);
    expect(otp.state(s)).toBe('ended(shutdown)');
    expect(otp.log).toEqual(['supEnded(shutdown)']);
  });

  it('C02 init answers ignore: nothing starts', async () => {
    const otp = otpDriver();
    expect(await otp.startSup(() => 'ignore')).toEqual({ ok: false, reason: 'ignore' });
    await otp.advance(100);
    expect(otp.log).toEqual([]);
    expect(otp.reports).toEqual([]);
    expect(otp.clock.pending).toBe(0);
  });

  it('C03 a permanent child that ignores keeps its spec', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, []);
    otp.ignoreStarts('c1', 1);
    expect(await otp.startChild(s, otp.worker('c1'))).toEqual({ ok: true, child: undefined });
    expect(await otp.startChild(s, otp.worker('c2'))).toMatchObject({ ok: true, child: { n: 1 } });
    expect(names(await otp.which(s))).toEqual(['c2#1', 'c1 none']);
    expect(await otp.count(s)).toEqual({ specs: 2, active: 1, supervisors: 0, workers: 2 });
  });

  it('C04 a temporary child that ignores in the first start leaves no spec', async () => {
    const otp = otpDriver();
    otp.ignoreStarts('c1', 1);
    const s = await otp.start({}, temporaries(otp));
    expect(otp.log).toEqual(['ignored(c1)', 'started(c2,#1)']);
    expect(names(await otp.which(s))).toEqual(['c2#1']);
    expect(await otp.count(s)).toEqual({ specs: 1, active: 1, supervisors: 0, workers: 1 });
  });

  it('C05 nor when it was added', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, []);
    otp.ignoreStarts('c1', 1);
    const [c1, c2] = temporaries(otp);
    expect(await otp.startChild(s, c1 ?? {})).toEqual({ ok: true, child: undefined });
    await otp.startChild(s, c2 ?? {});
    expect(names(await otp.which(s))).toEqual(['c2#1']);
    expect(await otp.count(s)).toEqual({ specs: 1, active: 1, supervisors: 0, workers: 1 });
  });

  it('C06 nor an instance of a template', async () => {
    const otp = otpDriver();
    const s = await otp.start(SIMPLE, [otp.worker('t', { restart: 'temporary' })]);
    otp.ignoreStarts('t', 1);
    expect(await otp.startInstance(s)).toEqual({ ok: true, child: undefined });
    expect(await otp.startInstance(s)).toMatchObject({ ok: true, child: { n: 1 } });
    expect(await otp.which(s)).toHaveLength(1);
    expect(await otp.count(s)).toEqual({ specs: 1, active: 1, supervisors: 0, workers: 1 });
  });

  it('C07 init answers nonsense: an error that names it', async () => {
    const otp = otpDriver();
    const answer = await otp.startSup(() => 'nonsense');
    expect(answer).toMatchObject({ ok: false, reason: 'bad_return', error: { value: 'nonsense' } });
    await otp.advance(100);
    expect(otp.log).toEqual([]);
  });

  it('C08 init throws: an error that carries what was thrown', async () => {
    const otp = otpDriver();
    const thrown = new Error('no configuration');
    const answer = await otp.startSup(() => {
      throw thrown;
    });
    expect(answer).toEqual({ ok: false, reason: 'error', error: thrown });
    expect(thrown.stack).toContain('start-and-init');
    await otp.advance(100);
    expect(otp.log).toEqual([]);
  });

  it('C09 a child whose added start fails is none, and costs no intensity', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, []);
    const reason = new Error('R');
    otp.failStarts('c1', 1, { reason });
    otp.failStarts('c2', 1, { reason: 'V' });
    expect(await otp.startChild(s, otp.worker('c1'))).toEqual(failed(reason));
    expect(await otp.startChild(s, otp.worker('c2'))).toEqual(failed('V'));
    expect(await otp.which(s)).toEqual([]);
    await otp.startChild(s, otp.worker('c3'));
    await otp.crash('c3');
    await otp.crash('c3');
    expect(otp.state(s)).toBe('alive');
  });

  it('C10 the same with instances', async () => {
    const otp = otpDriver();
    const s = await otp.start(SIMPLE, [otp.worker('t')]);
    const reason = new Error('R');
    otp.failStarts('t', 1, { reason });
    expect(await otp.startInstance(s, ['R'])).toEqual(failed(reason));
    otp.failStarts('t', 1, { reason: 'V' });
    expect(await otp.startInstance(s, ['V'])).toEqual(failed('V'));
    expect(await otp.which(s)).toEqual([]);
  });

  it('C11 a spec shows its defaults', async () => {
    const otp = otpDriver();
    const start = SCRIPTED;
    const s = await otp.start({}, [
      { id: 'c1', start },
      { id: 'c2', start, shutdown: 'brutal_kill' },
      { id: 'c3', start, type: 'supervisor' },
    ]);
    const defaults = { restart: 'permanent', significant: false };
    const worker = { ...defaults, type: 'worker' };
    expect(await otp.spec(s, 'c1')).toEqual(full({ ...worker, id: 'c1', shutdown: 5_000 }));
    expect(await otp.spec(s, 'c2')).toEqual(full({ ...worker, id: 'c2', shutdown: 'brutal_kill' }));
    const c3 = { ...defaults, id: 'c3', shutdown: 'infinity', type: 'supervisor' };
    expect(await otp.spec(s, 'c3')).toEqual(full(c3));
    expect(await otp.spec(s, 'c4')).toEqual({ ok: false, reason: 'not_found' });
  });

  it('C12 every instance shows the whole template', async () => {
    const otp = otpDriver();
    const template = { id: 't', start: SCRIPTED, restart: 'temporary' };
    const s = await otp.start(SIMPLE, [template]);
    const other = await otp.start({}, [otp.worker('foreign')]);
    for (let i = 0; i < 3; i++) {
      const instance = instanceOf(await otp.startInstance(s));
      expect(await otp.spec(s, instance)).toEqual(
        full({
          id: 't',
          restart: 'temporary',
          shutdown: 5_000,
          type: 'worker',
          significant: false,
        }),
      );
    }
    expect(otp.state(other)).toBe('alive');
    const foreign = otp.inst('foreign');
    expect(await otp.spec(s, foreign ?? '')).toEqual({ ok: false, reason: 'not_found' });
  });

  it('C13 a faulty list starts nothing; an unknown key is refused, other than in OTP', async () => {
    const otp = otpDriver();
    const refusalOf = async (spec: unknown) => {
      const answer = await otp.startSup({}, [otp.worker('first'), spec as never]);
      return answer.ok ? 'started' : answer.reason;
    };
    expect(await refusalOf({ start: SCRIPTED })).toBe('missing_id');
    expect(await refusalOf({ id: 'c1' })).toBe('missing_start');
    expect(await refusalOf('no spec')).toBe('invalid_child_spec');
    expect(await refusalOf(otp.worker('c1', { colour: 'red' }))).toBe('unknown_key');
    expect(otp.deviations).toHaveProperty('C13');
    expect(otp.log).toEqual([]);
  });

  it('C16 a root that cannot start says which child, and why', async () => {
    const otp = otpDriver();
    const error = new Error('E');
    otp.failStarts('c1', 1, { reason: error });
    expect(await otp.startSup({}, [otp.worker('c1')])).toEqual({
      ok: false,
      reason: 'failed_to_start_child',
      child: 'c1',
      error,
    });
    expect(error.stack).toContain('start-and-init');
  });
}

const SIMPLE = { strategy: 'simple_one_for_one' };

function temporaries(otp: OtpDriver) {
  const restart = 'temporary';
  return [otp.worker('c1', { restart }), otp.worker('c2', { restart })];
}

function failed(error: unknown): Refused {
  return { ok: false, reason: 'start_failed', error };
}

function full(spec: object) {
  return { ok: true, spec };
}
