import { CriticalError } from './fault-errors.ts';

/**
 * What is stored is damaged: going on could spread it, and a restart reads the same again.
 *
 * @example
 * ```ts
 * new DataCorruptionError('checksum of page 7').code; // 'DATA_CORRUPTION'
 * ```
 */
export class DataCorruptionError extends CriticalError {
  readonly code = 'DATA_CORRUPTION';

  // Stated, not taken from the class: a minifier renames classes.
  static {
    this.prototype.name = 'DataCorruptionError';
  }
}

/**
 * This service is set up in a way that cannot work.
 *
 * @example
 * ```ts
 * new ConfigurationError('DATABASE_URL is not set').code; // 'CONFIGURATION'
 * ```
 */
export class ConfigurationError extends CriticalError {
  readonly code = 'CONFIGURATION';

  static {
    this.prototype.name = 'ConfigurationError';
  }
}

/**
 * Access was refused, or something looks like an attack: trying again is wrong.
 *
 * @example
 * ```ts
 * new SecurityError('bad signature').code; // 'SECURITY'
 * ```
 */
export class SecurityError extends CriticalError {
  readonly code = 'SECURITY';

  static {
    this.prototype.name = 'SecurityError';
  }
}
