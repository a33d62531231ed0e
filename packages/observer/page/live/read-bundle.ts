import type { Bundle } from '../../src/protocol/frame.ts';

/** A file that was saved before, or why it cannot be shown. */
export function readBundle(text: string): Bundle | string {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return 'it is no JSON: it may have been cut off while it was saved';
  }
  if (!isRecord(content) || content['format'] !== 'kintsugi-bundle')
    return 'it is not a bundle that this page has exported';
  if (content['version'] !== 1)
    return `it has version ${String(content['version'])}, and this page reads version 1: open it with the page that saved it`;
  return isBundle(content) ? content : 'parts of it are missing';
}

function isBundle(content: Record<string, unknown>): content is Record<string, unknown> & Bundle {
  const { history, services } = content;
  if (!isRecord(history) || !isRecord(history['first'])) return false;
  const { nodes, events } = history['first'];
  return [history['deltas'], nodes, events, services].every((part) => Array.isArray(part));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
