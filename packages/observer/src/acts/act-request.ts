import { SEVERITIES, type Severity } from '@kintsugi/core';
import type { ActName, ActRequest } from '../protocol/frame.ts';

/** Everything that may be done from the page. */
export const ACTS = [
  'restart',
  'stop',
  'recover',
  'injectFault',
] as const satisfies readonly ActName[];

const MOST_CHARACTERS = 1_000;
const MOST_OF_A_NAME = 100;

/** What is wrong with a request, in words. */
export interface BadRequest {
  readonly wrong: string;
}

/** The request of a body, if it is one. Nothing else is read of it than what an act needs. */
export function actRequest(body: unknown): ActRequest | BadRequest {
  if (typeof body !== 'object' || body === null) return { wrong: 'the body must be an object' };
  const fields = new Map<string, unknown>(Object.entries(body));
  const act = ACTS.find((name) => name === fields.get('act'));
  if (act === undefined) return { wrong: `act must be one of ${ACTS.join(', ')}` };
  const path = textOf(fields.get('path'), 0, MOST_CHARACTERS);
  if (path === undefined) return { wrong: 'path must be a text' };
  const by = textOf(fields.get('by'), 1, MOST_OF_A_NAME);
  if (by === undefined) return { wrong: `by must be a name of 1 to ${MOST_OF_A_NAME} characters` };
  return act === 'injectFault' ? injection(path, by, fields.get('severity')) : { act, path, by };
}

function injection(path: string, by: string, given: unknown): ActRequest | BadRequest {
  const severity = SEVERITIES.find((each: Severity) => each === given);
  return severity === undefined
    ? { wrong: `severity must be one of ${SEVERITIES.join(', ')}` }
    : { act: 'injectFault', path, by, severity };
}

function textOf(value: unknown, least: number, most: number): string | undefined {
  const isText = typeof value === 'string' && value.length >= least && value.length <= most;
  return isText ? value : undefined;
}
