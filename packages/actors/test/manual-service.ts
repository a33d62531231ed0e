import { type RequestContext, service, type ServiceOptions } from '../src/index.ts';

/** One attempt at a request, as `handle` sees it. */
export interface Attempt {
  readonly request: string;
  readonly ctx: RequestContext<number>;
  readonly resolve: (reply?: string) => void;
  readonly reject: (error: unknown) => void;
}

type Options = Omit<ServiceOptions<string, string, number, void>, 'start' | 'handle'>;

/** A service whose every attempt ends when the test says so. Its resource is its incarnation. */
export function manualService(options: Options = {}) {
  const attempts: Attempt[] = [];
  return {
    attempts,
    /** The attempts so far, as `a1` for the first at request `a`. */
    get made() {
      return attempts.map(({ request, ctx }) => `${request}${ctx.attempt}`);
    },
    last(): Attempt {
      const attempt = attempts.at(-1);
      if (attempt === undefined) throw new Error('no attempt has been made');
      return attempt;
    },
    service: service<string, string, number>({
      start: ({ incarnation }) => incarnation,
      handle: (request: string, ctx) => {
        const { promise, resolve, reject } = deferred<string>();
        // The context of a retried request is the same object: what it says now is copied.
        const { resource, requestId, attempt, incarnation } = ctx;
        const copy = {
          resource,
          requestId,
          attempt,
          incarnation,
          get signal() {
            return ctx.signal;
          },
          get tree() {
            return ctx.tree;
          },
          exit: ctx.exit,
        };
        attempts.push({
          request,
          ctx: copy,
          resolve: (reply = `${request}!`) => resolve(reply),
          reject,
        });
        return promise;
      },
      ...options,
    }),
  };
}

/** A promise and what settles it. */
export function deferred<Value = void>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
