import { proveScopes } from './prove-scopes.ts';
import { threeByThree } from './scopes.ts';

proveScopes([threeByThree('one_for_one')]);
