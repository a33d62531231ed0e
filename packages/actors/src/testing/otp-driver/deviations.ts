/**
 * Cases of the suite that cannot apply to this library, with the reason; by the id of a conformance
 * case or the name of a case of OTP's own suite.
 */
export const notApplicable: Readonly<Record<string, string>> = {
  external_start_no_progress_log:
    'about the level of one log line; every start is the event child.started, whoever has ordered it',
  get_callback_module: 'a helper of the release handler: there are no callback modules here',
  format_log_1: "about the text of OTP's log reports",
  format_log_2: "about the text of OTP's log reports",
};

const INIT =
  'supervisors have no init function: the driver calls it, and hands what it answers to fromSupervisor';
const VALUE =
  'a start may resolve with anything, it is the resource: the value that is none is thrown instead';

/** Where the library means something else on purpose: what, why, and what the driver does then. */
export const deviations: Readonly<Record<string, string>> = {
  C02: INIT,
  C07: INIT,
  C08: INIT,
  C09: VALUE,
  C10: VALUE,
  C13: 'an unknown key is refused: a misspelt option would be ignored in silence',
  C14:
    'what a child is follows from what it runs: type, modules and meta are no options, and what is wrong ' +
    'with them is refused as an unknown key. brutal_kill of a supervisor is refused: it would leave ' +
    'everything below without cleanup',
  C15: 'an unknown flag is refused; Infinity is a legal intensity and period: no limit',
  C24: 'a child cannot take itself out of its tree: it is deaf to the order to stop instead',
  C31:
    'instances have names: a name that is none is not_found where OTP says simple_one_for_one, and one ' +
    'that has ended is not_found (as in Elixir) where OTP says ok; the driver says it in OTP’s words',
  C82: 'the arguments of a child are its input',
  C85: 'names are paths, and refs stay the same over restarts: it is instances that are compared',
  C90: INIT,
  C114:
    'there are no exit signals: a message from outside is refused and moves nothing; to end, a child is ' +
    'made to exit by a request',
  C120: 'a stop hook has no exit reason: whatever it returns, it has stopped cleanly, also a permanent one',
  C132: 'a start has one input: the driver makes it of the argument lists',
  C133: 'instances of one template; a second one of the same name is refused, so the driver gives none',
  C137: 'specs are plain objects: to override is to spread, and child() has the only defaults',
  supervisors:
    'a supervisor cannot ignore its own start; the driver lets it fail. A supervisor below another one ends by itself with shutdown only: exit and kill send it an ordered ' +
    'stop, kill one without time for its children',
};
