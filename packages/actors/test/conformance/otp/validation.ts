import { expect, it } from 'vitest';
import { otpDriver } from '../../../src/testing/index.ts';

/** What is refused before anything starts: C14 and C15. */
export function validation(): void {
  it('C14 every wrong field is refused by all three calls, and named with its value', async () => {
    const otp = otpDriver();
    const s = await otp.start({}, []);
    for (const [field, value, word, option = field] of WRONG) {
      const spec = otp.worker('c1', { [field]: value });
      const refusal = {
        ok: false,
        reason: word,
        error: { option: expect.stringContaining(option), value },
      };
      expect(otp.checkSpecs([spec])).toMatchObject(refusal);
      expect(await otp.startSup({}, [spec])).toMatchObject(refusal);
      expect(await otp.startChild(s, spec)).toMatchObject(refusal);
    }
    expect(otp.checkSpecs('no list')).toMatchObject({ ok: false, error: { value: 'no list' } });
    expect(await otp.which(s)).toEqual([]);
    expect(otp.log).toEqual([]);
    legalSpecsPass();
    significanceIsChecked();
    await listsAreChecked();
  });

  it('C15 every wrong flag is refused, and named with its value; infinity and unknown flags differ from OTP', async () => {
    const otp = otpDriver();
    for (const [flag, value, word] of WRONG_FLAGS) {
      const answer = await otp.startSup({ [flag]: value }, []);
      expect(answer).toMatchObject({ ok: false, reason: word, error: { value } });
    }
    expect(await otp.startSup('flags' as never, [])).toMatchObject({
      ok: false,
      reason: 'bad_return',
      error: { value: 'flags' },
    });
    // On purpose: no limit is written as Infinity here, and what nobody reads is refused.
    expect(await otp.startSup({ intensity: 'infinity' }, [])).toMatchObject({ ok: true });
    expect(await otp.startSup({ periodMs: 'infinity' }, [])).toMatchObject({ ok: true });
    expect(await otp.startSup({ colour: 'red' }, [])).toMatchObject({
      ok: false,
      reason: 'unknown_key',
    });
    expect(otp.deviations).toHaveProperty('C15');
  });
}

type Wrong = readonly [field: string, value: unknown, word: string, option?: string];

const WRONG: readonly Wrong[] = [
  ['start', 'no function', 'invalid_mfa', 'runs'],
  ['restart', 'always', 'invalid_restart_type'],
  ['shutdown', -10, 'invalid_shutdown'],
  ['type', 'boss', 'invalid_child_type'],
  ['modules', 'not a list', 'invalid_modules'],
  ['meta', 'no map', 'invalid_meta'],
  ['significant', 'yes', 'invalid_significant'],
];

const WRONG_FLAGS: readonly Wrong[] = [
  ['strategy', 'none_for_one', 'invalid_strategy'],
  ['intensity', -1, 'invalid_intensity'],
  ['intensity', 0.5, 'invalid_intensity'],
  ['periodMs', 0, 'invalid_period'],
  ['periodMs', 'soon', 'invalid_period'],
  ['autoShutdown', 'sometimes', 'invalid_auto_shutdown'],
];

const RESTARTS = ['permanent', 'transient', 'temporary'];
const SHUTDOWNS = [0, 1_000, 'infinity', 'brutal_kill'];

/** The whole cross product; only a supervisor cannot be killed without cleanup. */
function legalSpecsPass(): void {
  const otp = otpDriver();
  for (const restart of RESTARTS)
    for (const shutdown of SHUTDOWNS) {
      const worker = otp.worker('c1', { restart, shutdown });
      expect(otp.checkSpecs([worker])).toEqual({ ok: true });
      const supervisor = otp.supervisor('c1', {}, [], { restart, shutdown });
      const isRefused = shutdown === 'brutal_kill';
      expect(otp.checkSpecs([supervisor])).toMatchObject({ ok: !isRefused });
    }
  expect(otp.deviations).toHaveProperty('C14');
}

/** Significance with every restart type, the default too, in every mode. */
const SIGNIFICANCES = [undefined, ...RESTARTS].flatMap((restart) =>
  [true, false].flatMap((significant) =>
    ['never', 'any_significant', 'all_significant'].map((mode) => ({
      restart,
      significant,
      mode,
    })),
  ),
);

function significanceIsChecked(): void {
  const otp = otpDriver();
  for (const { restart, significant, mode } of SIGNIFICANCES) {
    const spec = otp.worker('c1', { significant, ...(restart === undefined ? {} : { restart }) });
    expect(otp.checkSpecs([spec], mode)).toEqual(
      significant ? verdict(mode, restart) : { ok: true },
    );
  }
}

/** What is said of a significant child; an error names both settings. */
function verdict(mode: string, restart = 'permanent'): unknown {
  if (restart === 'permanent') return badCombination(/significant.*restart.*permanent/);
  return mode === 'never' ? badCombination(/significant.*autoShutdown.*never/) : { ok: true };
}

function badCombination(message: RegExp): unknown {
  return {
    ok: false,
    reason: 'bad_combination',
    error: expect.objectContaining({ message: expect.stringMatching(message) }),
  };
}

async function listsAreChecked(): Promise<void> {
  const otp = otpDriver();
  const twice = [otp.worker('c1'), otp.worker('c1')];
  const duplicate = { ok: false, reason: 'duplicate_child_name', error: { value: 'c1' } };
  expect(otp.checkSpecs(twice)).toMatchObject(duplicate);
  expect(await otp.startSup({}, twice)).toMatchObject(duplicate);
  const strategy = 'simple_one_for_one';
  const refusal = { ok: false, reason: 'bad_start_spec' };
  expect(await otp.startSup({ strategy }, [])).toMatchObject(refusal);
  expect(await otp.startSup({ strategy }, twice)).toMatchObject(refusal);
}
