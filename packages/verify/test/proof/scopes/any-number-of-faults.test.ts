import { proveScopes } from './prove-scopes.ts';
import { WITHOUT_LIMIT } from './scopes.ts';

proveScopes(WITHOUT_LIMIT);
