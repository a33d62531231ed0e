import { expect, it } from 'vitest';
import * as actors from '../src/index.ts';
import * as inspection from '../src/inspection/index.ts';
import * as testing from '../src/testing/index.ts';
import * as vitest from '../src/vitest/index.ts';

it('the values that @kintsugi/actors exports', () => {
  expect(Object.keys(actors).toSorted((a, b) => a.localeCompare(b, 'en'))).toMatchInlineSnapshot(`
    [
      "ask",
      "AskTimeoutError",
      "checkChildSpecs",
      "child",
      "ConfigurationError",
      "countChildren",
      "CriticalError",
      "DataCorruptionError",
      "defaultRules",
      "deleteChild",
      "DependencyError",
      "describeEvent",
      "describeTree",
      "events$",
      "fromDynamicSupervisor",
      "fromSupervisor",
      "getChildSpec",
      "HandleTimeoutError",
      "health$",
      "healthOfTree",
      "IncarnationEndedError",
      "InvalidOptionError",
      "isSupervisionError",
      "lifecycleMachine",
      "logEvents",
      "MailboxFullError",
      "NetworkTimeoutError",
      "NotAskableError",
      "NotATreeError",
      "otp",
      "policy",
      "RateLimitedError",
      "reconfigure",
      "recordFlight",
      "recover",
      "RecoverableError",
      "refAt",
      "ResourceExhaustedError",
      "ResourceUnavailableError",
      "restartChild",
      "SecurityError",
      "SelfCallError",
      "selfHealing",
      "service",
      "ServiceDegradedError",
      "serviceFrom",
      "ServiceUnavailableError",
      "startChild",
      "StartTimeoutError",
      "StateCorruptionError",
      "StepTimeoutError",
      "stop",
      "SupervisionError",
      "SupervisorGaveUpError",
      "tell",
      "terminateChild",
      "toMermaid",
      "toSvg",
      "TransientError",
      "UnexpectedExitError",
      "UnknownChildError",
      "unwatch",
      "watch",
      "whichChild",
      "whichChildren",
      "workerAt",
      "workerSnapshots$",
    ]
  `);
});

it('the values that @kintsugi/actors/inspection exports', () => {
  expect(Object.keys(inspection).toSorted()).toEqual([
    'admitsViewer',
    'announceOrder',
    'followActors',
    'followChanges',
    'hearEvents',
    'injectFault',
    'listenersOf',
    'lookAt',
    'nowIn',
    'plainSnapshot',
    'requireOrigins',
    'requireRedactKeys',
    'statusChart',
    'systemClock',
    'tellPageFailed',
    'waitingAt',
  ]);
});

it('the values that @kintsugi/actors/testing exports', () => {
  expect(Object.keys(testing).toSorted((a, b) => a.localeCompare(b, 'en'))).toMatchInlineSnapshot(`
    [
      "clockCases",
      "createGate",
      "createTestClock",
      "eventsOf",
      "excerpt",
      "faultyService",
      "lifecycleModel",
      "lifecycleSut",
      "MoveRefusedError",
      "NoSuchSupervisorError",
      "otpDriver",
      "parseRecording",
      "probeEvents",
      "RecordingError",
      "recordingLines",
      "replay",
      "SCRIPTED",
      "serviceCases",
      "toTest",
      "walkCases",
      "withServices",
    ]
  `);
});

it('the values that @kintsugi/actors/vitest exports', () => {
  expect(Object.keys(vitest).toSorted((a, b) => a.localeCompare(b, 'en'))).toMatchInlineSnapshot(`
    [
      "clockContract",
      "expectTree",
      "serviceContract",
      "walk",
    ]
  `);
});
