import { MailboxFullError, ServiceDegradedError, ServiceUnavailableError } from '../tree/errors.ts';
import type { Operation } from './operation.ts';
import type { WorkPlace } from './work.ts';

/** The service is failed, stopping or stopped. */
export function refuse(place: WorkPlace, operation: Operation): void {
  const { path, state, lastError } = place;
  place.undeliverable(
    operation.kind,
    state === 'failed' || state === 'stopping' ? state : 'stopped',
  );
  const cause = state === 'failed' ? lastError : undefined;
  operation.reject(new ServiceUnavailableError(path, state, cause));
}

/** The service is degraded, and nothing answers for it. */
export function refuseDegraded(place: WorkPlace, operation: Operation): void {
  place.undeliverable(operation.kind, 'degraded without a fallback');
  operation.reject(new ServiceDegradedError(place.path, place.lastError));
}

/** Too many wait already. */
export function refuseFull(place: WorkPlace, operation: Operation): void {
  place.undeliverable(operation.kind, 'mailbox full');
  operation.reject(new MailboxFullError(place.path, place.service.settings.mailboxSize));
}
