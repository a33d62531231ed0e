// Describing a tree.
export { policy, type Policy, type PolicyOptions, type RunnableStep, type StepContext, otp, selfHealing } from './policy/policy.ts';
export { type Child, child, type Runnable, type ServiceSpec, type SupervisorSpecOptions } from './service/child.ts';
export {
  type FallbackContext,
  type NoReply,
  type RequestContext,
  type Service,
  service,
  serviceFrom,
  type ServiceFromOptions,
  type ServiceOptions,
  type ServiceTypes,
  type StartContext,
  type StopReason,
} from './service/service.ts';
export { fromSupervisor, type SupervisorOptions } from './supervisor/from-supervisor.ts';
