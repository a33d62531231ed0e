function refuse(): never {
  throw new Error('do not touch');
}

/** An object that throws at whatever is done to it. */
function throwingProxy(): object {
  const traps = ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'];
  return new Proxy({}, Object.fromEntries(traps.map((trap) => [trap, refuse])));
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function throwingGetters(): object {
  const error: object = {};
  for (const key of ['name', 'message', 'code', 'stack', 'cause', 'status', 'constructor']) {
    Object.defineProperty(error, key, {
      enumerable: true,
      get() {
        throw new Error(`no ${key}`);
      },
    });
  }
  return error;
}

function ownCause(): Error {
  const error = new Error('self');
  error.cause = error;
  return error;
}

function cyclicCause(): Error {
  const outer = new Error('outer');
  outer.cause = new Error('inner', { cause: outer });
  return outer;
}

/** Every `cause` is a new object, so that no circle can be seen. */
function endlessCause(): object {
  return {
    message: 'again',
    get cause() {
      return endlessCause();
    },
  };
}

/** Aggregates in aggregates: 12 members at each of 12 levels, so 12 ** 12 errors. */
function wideAggregate(level = 12): Error {
  if (level === 0) return new Error('leaf');
  const member = wideAggregate(level - 1);
  return new AggregateError(Array.from({ length: 12 }, () => member));
}

function aggregateOf(errors: unknown): Error {
  return Object.assign(new AggregateError([]), { errors });
}

/** What can be thrown and is not an error, or is one in name only. By name, for `it.each`. */
export const hostileValues: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['a string', 'boom'],
  ['an empty string', ''],
  ['a number', Number.NaN],
  ['a bigint', 10n ** 500n],
  ['a symbol', Symbol('boom')],
  ['a function', () => 'boom'],
  ['an object without prototype', Object.create(null)],
  ['a frozen object', Object.freeze({ message: 'frozen' })],
  ['a frozen error', Object.freeze(new Error('frozen'))],
  ['a proxy whose traps throw', throwingProxy()],
  ['a revoked proxy', revokedProxy()],
  ['an object whose getters throw', throwingGetters()],
  ['an error that is its own cause', ownCause()],
  ['a circle of causes', cyclicCause()],
  ['an endless chain of causes', endlessCause()],
  [
    'an error whose fields have odd types',
    Object.assign(new Error('odd'), {
      name: 5,
      message: {},
      stack: 7,
      code: Symbol('c'),
      status: '503',
    }),
  ],
  [
    'an aggregate that holds itself',
    ((error) => Object.assign(error, { errors: [error] }))(new AggregateError([])),
  ],
  ['an aggregate whose errors are no list', aggregateOf(5)],
  ['an aggregate whose errors are endless', aggregateOf({ length: Infinity })],
  ['an aggregate whose errors throw', aggregateOf(throwingProxy())],
  ['aggregates in aggregates', wideAggregate()],
];
