import type { ServerResponse } from 'node:http';
import type { ActAnswer } from '../protocol/frame.ts';

/** Nothing is loaded from anywhere else, nothing is framed, kept or guessed. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The inspector stands in pages of this machine, and asks servers of this machine. */
const INSPECTOR_POLICY = POLICY.replace(
  "connect-src 'self'",
  "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
).replace("frame-ancestors 'none'", "frame-ancestors 'self' http://localhost:* http://127.0.0.1:*");

const SAFE_HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** What every answer says, whatever it is. */
export function makeSafe(response: ServerResponse): void {
  for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
}

export function answerText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
}

/** A page that pages of this machine may put into a frame, and that talks to the page that has opened it. */
export function answerInspector(response: ServerResponse, html: string): void {
  response.removeHeader('cross-origin-opener-policy');
  response.setHeader('content-security-policy', INSPECTOR_POLICY);
  answerText(response, 'text/html', html);
}

export function answerJson(
  response: ServerResponse,
  data: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  // First: what cannot be written must not have begun.
  answerJsonText(response, JSON.stringify(data), headers);
}

export function answerJsonText(
  response: ServerResponse,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text);
}

/** Says no, with a sentence. */
export function answerNo(
  response: ServerResponse,
  status: number,
  reason: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const answer: ActAnswer = { ok: false, reason };
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(answer));
}
