import { proveScopes } from './prove-scopes.ts';
import { threeByThree } from './scopes.ts';

proveScopes([threeByThree('rest_for_one')]);
