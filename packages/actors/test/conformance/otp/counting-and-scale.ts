import { expect, it } from 'vitest';
import { type OtpDriver, otpDriver, type Sup } from '../../../src/testing/index.ts';
import { cpuMs } from './cpu-time.ts';
import { instanceOf, names } from './reading.ts';

const SIMPLE = { strategy: 'simple_one_for_one' };

async function startMany(otp: OtpDriver, s: Sup, many: number) {
  const instances = [];
  for (let i = 0; i < many; i++) instances.push(instanceOf(await otp.startInstance(s)));
  return instances;
}

/** Counting, scale and names: C80 to C85, but for the memory of C82. */
export function countingAndScale(): void {
  it.each([
    ['C80', 'worker'],
    ['C81', 'supervisor'],
  ])('%s a thousand or two of instances are counted: %s', async (_id, type) => {
    const otp = otpDriver();
    const template =
      type === 'worker'
        ? otp.worker('t', { restart: 'temporary' })
        : otp.supervisor('t', {}, [], { restart: 'temporary' });
    const s = await otp.start(SIMPLE, [template]);
    const counted = (many: number) => ({
      specs: 1,
      active: many,
      supervisors: type === 'worker' ? 0 : many,
      workers: type === 'worker' ? many : 0,
    });
    const first = await startMany(otp, s, 1_000);
    expect(await otp.count(s)).toEqual(counted(1_000));
    expect(await otp.count(s)).toEqual(counted(1_000));
    const second = await startMany(otp, s, 1_000);
    expect(await otp.count(s)).toEqual(counted(2_000));
    for (const instance of [...first, ...second]) await otp.kill(instance);
    expect(await otp.count(s)).toEqual(counted(0));
    expect(otp.state(s)).toBe('alive');
  });

  it('C83 ten times as many instances take about ten times as long to terminate', async () => {
    const terminateAll = async (many: number) => {
      const otp = otpDriver();
      const s = await otp.start(SIMPLE, [otp.worker('t', { restart: 'temporary' })]);
      const instances = await startMany(otp, s, many);
      return cpuMs(async () => {
        for (const instance of instances) await otp.terminateChild(s, instance);
      });
    };
    const few = await terminateAll(1_000);
    const many = await terminateAll(10_000);
    expect(many / few).toBeLessThan(50);
  });

  it('C84 a hundred times as many children take about a hundred times as long to start and terminate', async () => {
    const few = await startAndTerminate(1_000);
    const many = await startAndTerminate(100_000);
    expect(many.start / few.start).toBeLessThan(1_000);
    expect(many.terminate / few.terminate).toBeLessThan(1_000);
  });

  it('C85 names stand for the child that lives now', async () => {
    const otp = otpDriver();
    const s = await plantNamed(otp);
    await otp.forceKill(otp.supAt(s, 'sup2'));
    expect(await lives(otp, s)).toEqual([2, 2]);
    await otp.kill('server');
    expect(await lives(otp, s)).toEqual([2, 3]);
    await otp.exit('server', 'error');
    expect(await lives(otp, s)).toEqual([2, 4]);
    const sup2 = otp.supAt(s, 'sup2');
    await otp.terminateChild(sup2, 'server');
    expect(await lives(otp, s)).toEqual([2, undefined]);
    await otp.restartChild(sup2, 'server');
    expect(await lives(otp, s)).toEqual([2, 5]);
    await otp.forceKill(s);
    expect(await lives(otp, s)).toEqual([undefined, undefined]);
    expect(names(await otp.which(s))).toEqual(['sup2 none']);
  });
}

async function startAndTerminate(many: number) {
  const otp = otpDriver();
  const ids = Array.from({ length: many }, (_, index) => `c${index}`);
  const specs = ids.map((id) => otp.worker(id));
  const starting: Sup[] = [];
  const start = await cpuMs(async () => {
    starting.push(await otp.start({}, specs));
  });
  const [s = otp.nobody] = starting;
  expect(await otp.count(s)).toMatchObject({ active: many });
  const terminate = await cpuMs(async () => {
    for (const id of ids) await otp.terminateChild(s, id);
  });
  expect(await otp.count(s)).toMatchObject({ active: 0 });
  return { start, terminate };
}

function plantNamed(otp: OtpDriver): Promise<Sup> {
  const flags = { strategy: 'one_for_all', intensity: 3, periodMs: 60_000 };
  return otp.start(flags, [otp.supervisor('sup2', flags, [otp.worker('server')])]);
}

async function lives(otp: OtpDriver, s: Sup) {
  const found = [await otp.whereis(s, 'sup2'), await otp.whereis(s, 'sup2/server')];
  return found.map((instance) => instance?.n);
}
