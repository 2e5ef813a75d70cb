import { textAt } from './read.ts';

/** Members of a protobuf enum by number, as the official protos number them. */
type Members = readonly (string | undefined)[];

export const INGRESS: Members = [
  'INGRESS_TRAFFIC_UNSPECIFIED',
  'INGRESS_TRAFFIC_ALL',
  'INGRESS_TRAFFIC_INTERNAL_ONLY',
  'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
  'INGRESS_TRAFFIC_NONE',
];
export const LAUNCH_STAGE: Members = [
  'LAUNCH_STAGE_UNSPECIFIED',
  'EARLY_ACCESS',
  'ALPHA',
  'BETA',
  'GA',
  'DEPRECATED',
  'UNIMPLEMENTED',
  'PRELAUNCH',
];
export const EGRESS: Members = ['VPC_EGRESS_UNSPECIFIED', 'ALL_TRAFFIC', 'PRIVATE_RANGES_ONLY'];
export const EXECUTION_ENVIRONMENT: Members = [
  'EXECUTION_ENVIRONMENT_UNSPECIFIED',
  'EXECUTION_ENVIRONMENT_GEN1',
  'EXECUTION_ENVIRONMENT_GEN2',
];
export const REVOCATION: Members = [
  'ENCRYPTION_KEY_REVOCATION_ACTION_UNSPECIFIED',
  'PREVENT_NEW',
  'SHUTDOWN',
];
export const SCALING_MODE: Members = ['SCALING_MODE_UNSPECIFIED', 'AUTOMATIC', 'MANUAL'];
export const TRAFFIC_TYPE: Members = [
  'TRAFFIC_TARGET_ALLOCATION_TYPE_UNSPECIFIED',
  'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST',
  'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
];
export const MEDIUM: Members = ['MEDIUM_UNSPECIFIED', 'MEMORY'];
export const CONDITION_STATE: Members = [
  'STATE_UNSPECIFIED',
  'CONDITION_PENDING',
  'CONDITION_RECONCILING',
  'CONDITION_FAILED',
  'CONDITION_SUCCEEDED',
];
export const SECRET_VERSION_STATE: Members = ['STATE_UNSPECIFIED', 'ENABLED', 'DISABLED', 'DESTROYED'];
export const AUDIT_LOG_TYPE: Members = ['LOG_TYPE_UNSPECIFIED', 'ADMIN_READ', 'DATA_WRITE', 'DATA_READ'];
export const KEY_TYPE: Members = ['KEY_TYPE_UNSPECIFIED', 'USER_MANAGED', 'SYSTEM_MANAGED'];
export const KEY_ORIGIN: Members = ['ORIGIN_UNSPECIFIED', 'USER_PROVIDED', 'GOOGLE_PROVIDED'];
export const KEY_ALGORITHM: Members = ['KEY_ALG_UNSPECIFIED', 'KEY_ALG_RSA_1024', 'KEY_ALG_RSA_2048'];

/** An enum given by name or number, by name; absent where it is the unspecified one. A number of tomorrow stays a number's text. */
export function enumAt(value: unknown, members: Members, place: string): string | undefined {
  const text = textAt(value, place);
  if (text === undefined || text === members[0]) return undefined;
  const first = text.charCodeAt(0);
  if (first < 0x30 || first > 0x39) return text;
  const number = Number(text);
  return number === 0 ? undefined : (members[number] ?? text);
}
