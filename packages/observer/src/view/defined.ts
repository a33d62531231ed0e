type Defined<Fields> = {
  readonly [Key in keyof Fields]?: Exclude<Fields[Key], undefined>;
};

/**
 * Only those fields that have a value: a field that means nothing here is not there.
 *
 * @example
 * ```ts
 * defined({ step: 'retry', attempt: undefined }); // { step: 'retry' }
 * ```
 */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Defined<Fields>;
}
