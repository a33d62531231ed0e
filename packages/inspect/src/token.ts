import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether an address that was asked for brings the token: `/?token=…`. Takes as long for one that is nearly right as for
 * any other.
 */
export function bringsToken(url: string | undefined, token: string): boolean {
  const query = url?.split('?', 2)[1] ?? '';
  const given = new URLSearchParams(query).get('token') ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
