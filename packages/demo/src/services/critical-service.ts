import { service } from '@kintsugi/actors';
import type { ChecksummedFile } from './checksummed-file.ts';

export type FileRequest =
  | { readonly type: 'read' }
  | { readonly type: 'write'; readonly text: string };

export interface FileReply {
  readonly text: string;
  /** Where it comes from: the file, or the last good copy in memory. */
  readonly from: 'file' | 'copy';
}

/** A write while the file is damaged: it could bury what a person may still save. */
class WriteRefusedError extends Error {
  static {
    this.prototype.name = 'WriteRefusedError';
  }
}

/**
 * CriticalFailureService: keeps a text in a checksummed file. While the file is damaged it reads from
 * its last good copy and refuses to write.
 */
export function criticalService(file: ChecksummedFile) {
  let lastGood = '';
  const remember = (text: string): FileReply => {
    lastGood = text;
    return { text, from: 'file' };
  };
  return service({
    start: async () => remember(await file.read()),
    handle: async (request: FileRequest): Promise<FileReply> => {
      if (request.type === 'read') return remember(await file.read());
      await file.write(request.text);
      return remember(request.text);
    },
    fallback: (request): FileReply => {
      if (request.type === 'read') return { text: lastGood, from: 'copy' };
      throw new WriteRefusedError('read-only until the file is mended');
    },
  });
}
