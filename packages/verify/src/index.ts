export type { SupervisorDescription } from '@kintsugi/actors';
