import type {
  ActAnswer,
  ActRequest,
  Earlier,
  History,
  ServiceView,
} from '../../src/protocol/frame.ts';

/** From the address that the server has printed: only who has it may act. */
export function tokenOf(hash: string): string {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? '';
}

/** What the one service holds now. */
export async function fetchService(path: string): Promise<ServiceView> {
  return fetchJson<ServiceView>(`service?path=${encodeURIComponent(path)}`);
}

/** What was recorded before anybody looked. */
export async function fetchEarlier(): Promise<Earlier> {
  return fetchJson<Earlier>('earlier');
}

/** The recorded past until now. */
export async function fetchHistory(): Promise<History> {
  return fetchJson<History>('history');
}

/** Orders something; whatever goes wrong on the way is an answer, too. */
export async function postAct(act: ActRequest, token: string): Promise<ActAnswer> {
  const headers = { 'content-type': 'application/json', 'x-kintsugi-token': token };
  try {
    const response = await fetch('acts', { method: 'POST', headers, body: JSON.stringify(act) });
    return await answerOf(response);
  } catch {
    return { ok: false, reason: 'the server did not answer: nobody knows whether it was done' };
  }
}

/** A refusal says why; what stands between us and the server may not. */
async function answerOf(response: Response): Promise<ActAnswer> {
  const answer: unknown = await response.json().catch(() => undefined);
  if (isAnswer(answer)) return answer;
  if (response.ok) return { ok: true };
  return { ok: false, reason: `the server answered with status ${response.status}` };
}

function isAnswer(answer: unknown): answer is ActAnswer {
  return typeof answer === 'object' && answer !== null && 'ok' in answer;
}

async function fetchJson<Body>(url: string): Promise<Body> {
  // Without it nothing is answered: only a page of the server's own can send it.
  const response = await fetch(url, { headers: { 'x-kintsugi-page': '1' } });
  if (response.ok) return (await response.json()) as Body;
  const answer = await answerOf(response);
  throw new Error(answer.ok ? `status ${response.status}` : answer.reason);
}
