import { service } from '@kintsugi/actors';
import { Ledger } from './ledger.ts';

export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

/** RecoverableFailureService: a ledger that spoils what it holds in memory; a new one is clean. */
export function recoverableService() {
  return service({
    start: () => new Ledger(),
    handle: ({ from, to, amount }: Transfer, { resource }) => resource.transfer(from, to, amount),
  });
}
