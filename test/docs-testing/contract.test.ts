import { service } from '@kintsugi/actors';
import { serviceContract } from '@kintsugi/actors/vitest';
import { describe } from 'vitest';

const connections = { open: 0 };
const counter = service({
  start: async () => {
    connections.open += 1;
    return { count: 0 };
  },
  handle: (by: number, { resource }) => (resource.count += by),
  stop: () => {
    connections.open -= 1;
  },
  fallback: () => 0,
});

describe('the service "counter"', () => {
  serviceContract(() => ({ service: counter, request: 1, held: () => connections.open }));
});
