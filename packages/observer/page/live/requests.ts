import type { ActAnswer, ActRequest, History, ServiceView } from '../../src/protocol/frame.ts';

/** From the address that the server has printed: only who has it may act. */
export function tokenOf(hash: string): string {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? '';
}

/** What the one service holds now. */
export async function fetchService(path: string): Promise<ServiceView> {
  return fetchJson<ServiceView>(`service?path=${encodeURIComponent(path)}`);
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

const REFUSALS: Readonly<Record<number, string>> = {
  401: 'the server does not know this page: open it by the address that the server printed',
  403: 'the server does not allow it to this page: open it by the address that the server printed',
  404: 'the server knows nothing of it',
};

async function answerOf(response: Response): Promise<ActAnswer> {
  const answer: unknown = await response.json().catch(() => undefined);
  if (isAnswer(answer)) return answer;
  if (response.ok) return { ok: true };
  const { status } = response;
  return { ok: false, reason: REFUSALS[status] ?? `the server answered with status ${status}` };
}

function isAnswer(answer: unknown): answer is ActAnswer {
  return typeof answer === 'object' && answer !== null && 'ok' in answer;
}

async function fetchJson<Body>(url: string): Promise<Body> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(REFUSALS[response.status] ?? `status ${response.status}`);
  return (await response.json()) as Body;
}
