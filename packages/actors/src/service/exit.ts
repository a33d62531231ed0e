import { invalidOption } from '@kintsugi/core';
import type { ServiceExit } from './service.ts';

/** @throws InvalidOptionError for anything but a way in which a service may end by itself */
export function checkedExit(exit: unknown): ServiceExit {
  if (exit === 'normal' || exit === 'shutdown') return exit;
  throw invalidOption('exit', '"normal" or "shutdown"', exit);
}
