import { RecoverableError } from './fault-errors.ts';

/**
 * What this service holds in memory contradicts itself; a fresh start drops it.
 *
 * @example
 * ```ts
 * new StateCorruptionError('balance is negative').code; // 'STATE_CORRUPTION'
 * ```
 */
export class StateCorruptionError extends RecoverableError {
  readonly code = 'STATE_CORRUPTION';

  // Stated, not taken from the class: a minifier renames classes.
  static {
    this.prototype.name = 'StateCorruptionError';
  }
}

/**
 * This service has used up something that a fresh start gives back: memory, handles, pool members.
 *
 * @example
 * ```ts
 * new ResourceExhaustedError('pool of 10 is empty').code; // 'RESOURCE_EXHAUSTED'
 * ```
 */
export class ResourceExhaustedError extends RecoverableError {
  readonly code = 'RESOURCE_EXHAUSTED';

  static {
    this.prototype.name = 'ResourceExhaustedError';
  }
}

/**
 * Something this service depends on has failed, and what was built on it has to be built anew.
 *
 * @example
 * ```ts
 * new DependencyError('session lost', { cause: error }).code; // 'DEPENDENCY'
 * ```
 */
export class DependencyError extends RecoverableError {
  readonly code = 'DEPENDENCY';

  static {
    this.prototype.name = 'DependencyError';
  }
}
