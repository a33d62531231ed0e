// The globals that every JavaScript runtime has but the ES2023 library does not name. @kintsugi/actors
// compiles against these alone, so that it can neither use the DOM nor Node by accident. Only
// src/**/system-clock.ts may use the timers (see .oxlintrc.json). This file is not published: a consumer's
// own `lib` or `@types/node` supplies the same names.

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(
    type: 'abort',
    listener: () => void,
    options?: { readonly once?: boolean; readonly signal?: AbortSignal },
  ): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare const AbortSignal: {
  readonly prototype: AbortSignal;
  abort(reason?: unknown): AbortSignal;
  any(signals: Iterable<AbortSignal>): AbortSignal;
};

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare const AbortController: {
  readonly prototype: AbortController;
  new (): AbortController;
};

/** A timer's handle: a number in a browser, an object in Node. Only good for `clearTimeout`. */
interface TimerHandle {
  readonly __timerHandle: never;
}

declare function setTimeout(callback: () => void, delayMs?: number): TimerHandle;
declare function clearTimeout(handle: TimerHandle | undefined): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<Value>(value: Value): Value;

declare const performance: {
  readonly timeOrigin: number;
  now(): number;
};
