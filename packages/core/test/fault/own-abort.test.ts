import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOwnAbort } from '../../src/index.ts';
import { hostileValues } from './hostile-values.ts';
import { realErrors } from './real-errors.ts';

describe('isOwnAbort', () => {
  const reason = new Error('stopped by its supervisor');

  it('knows the reason itself, as fetch rejects with it', async () => {
    expect(isOwnAbort(await realErrors.abortedFetch(reason), reason)).toBe(true);
  });

  it('knows the reason inside an AbortError, as Node rejects with it', async () => {
    const error = await realErrors.abortedWait(reason);
    expect(error).not.toBe(reason);
    expect(isOwnAbort(error, reason)).toBe(true);
  });

  it('knows the reason deeper down', () => {
    expect(isOwnAbort(new Error('a', { cause: new Error('b', { cause: reason }) }), reason)).toBe(
      true,
    );
  });

  it('does not know an abort for another reason', async () => {
    expect(isOwnAbort(await realErrors.abortedWait(new Error('of another')), reason)).toBe(false);
    expect(isOwnAbort(new DOMException('x', 'AbortError'), reason)).toBe(false);
  });

  it.each([undefined, new Error('x')])('knows nothing when nothing was aborted: %o', (error) => {
    expect(isOwnAbort(error, undefined)).toBe(false);
  });

  it.each(hostileValues)('survives %s', (_name, error) => {
    expect(isOwnAbort(error, reason)).toBe(false);
  });

  it('never takes one object for another', () => {
    const law = fc.property(fc.anything(), (error) => !isOwnAbort(error, { own: true }));
    fc.assert(law);
  });
});
