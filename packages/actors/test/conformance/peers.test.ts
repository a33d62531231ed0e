import { describe } from 'vitest';
import { backoff } from './peers/backoff.ts';
import { draining } from './peers/draining.ts';
import { escalation } from './peers/escalation.ts';
import { groups } from './peers/groups.ts';
import { late } from './peers/late.ts';
import { restarts } from './peers/restarts.ts';
import { shutdown } from './peers/shutdown.ts';
import { watching } from './peers/watching.ts';

// Twenty behaviours that other supervision libraries (Pekko, suture, ractor, kameo, oversight, nact) test
// for themselves, in our own words and in virtual time.
//
// What has no analogue here: 8, an opt-out that keeps the children of what is restarted: nothing outlives
// its parent. 18, phases with a name: an order comes from dependsOn, which is a DAG of the children
// themselves; a phase that says "if this fails, skip the rest" has none, because a stop never fails.

describe('restart semantics', () => {
  restarts();
  backoff();
  draining();
});

describe('group strategies', () => {
  groups();
});

describe('escalation and watching', () => {
  escalation();
  watching();
});

describe('shutdown', () => {
  shutdown();
});

describe('timers and late results', () => {
  late();
});
