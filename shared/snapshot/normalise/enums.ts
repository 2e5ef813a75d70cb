import { textAt } from './read.ts';

/** Members of a protobuf enum by number, as the official protos number them. */
type Members = readonly (string | undefined)[];

/** From where a service can be reached. */
export const INGRESS: Members = [
  'INGRESS_TRAFFIC_UNSPECIFIED',
  'INGRESS_TRAFFIC_ALL',
  'INGRESS_TRAFFIC_INTERNAL_ONLY',
  'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
  'INGRESS_TRAFFIC_NONE',
];
/** `google.api.LaunchStage`. */
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
/** Which outbound traffic takes the VPC. */
export const EGRESS: Members = ['VPC_EGRESS_UNSPECIFIED', 'ALL_TRAFFIC', 'PRIVATE_RANGES_ONLY'];
/** The sandbox a revision runs in. */
export const EXECUTION_ENVIRONMENT: Members = [
  'EXECUTION_ENVIRONMENT_UNSPECIFIED',
  'EXECUTION_ENVIRONMENT_GEN1',
  'EXECUTION_ENVIRONMENT_GEN2',
];
/** What happens when the encryption key is revoked. */
export const REVOCATION: Members = [
  'ENCRYPTION_KEY_REVOCATION_ACTION_UNSPECIFIED',
  'PREVENT_NEW',
  'SHUTDOWN',
];
/** How the number of instances is chosen. */
export const SCALING_MODE: Members = ['SCALING_MODE_UNSPECIFIED', 'AUTOMATIC', 'MANUAL'];
/** What a traffic target points to. */
export const TRAFFIC_TYPE: Members = [
  'TRAFFIC_TARGET_ALLOCATION_TYPE_UNSPECIFIED',
  'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST',
  'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
];
/** What a share of a worker pool's instances runs. */
export const SPLIT_TYPE: Members = [
  'INSTANCE_SPLIT_ALLOCATION_TYPE_UNSPECIFIED',
  'INSTANCE_SPLIT_ALLOCATION_TYPE_LATEST',
  'INSTANCE_SPLIT_ALLOCATION_TYPE_REVISION',
];
/** Whether a domain's certificate is made by Google (v1 only). */
export const CERTIFICATE_MODE: Members = ['CERTIFICATE_MODE_UNSPECIFIED', 'NONE', 'AUTOMATIC'];
/** What an empty directory is kept on. */
export const MEDIUM: Members = ['MEDIUM_UNSPECIFIED', 'MEMORY'];
/** How far a condition of a service is. */
export const CONDITION_STATE: Members = [
  'STATE_UNSPECIFIED',
  'CONDITION_PENDING',
  'CONDITION_RECONCILING',
  'CONDITION_FAILED',
  'CONDITION_SUCCEEDED',
];
/** Whether a secret version can be read (`google.cloud.secretmanager.v1`). */
export const SECRET_VERSION_STATE: Members = ['STATE_UNSPECIFIED', 'ENABLED', 'DISABLED', 'DESTROYED'];
/** What a secret's versions must look like (`google.cloud.secretmanager.v1`). */
export const SECRET_TYPE: Members = Object.assign<Members, Record<number, string>>(
  [
    'SECRET_TYPE_UNSPECIFIED',
    'CLOUD_SQL_DB_CREDENTIALS',
    'ACCESS_KEY',
    'CERTIFICATE',
    'OTHER_DB_CREDENTIALS',
  ],
  { 50: 'OTHER' },
);
/** Which accesses are logged (`google.iam.v1`). */
export const AUDIT_LOG_TYPE: Members = ['LOG_TYPE_UNSPECIFIED', 'ADMIN_READ', 'DATA_WRITE', 'DATA_READ'];
/** Who manages a service account key (`google.iam.admin.v1`). */
export const KEY_TYPE: Members = ['KEY_TYPE_UNSPECIFIED', 'USER_MANAGED', 'SYSTEM_MANAGED'];
/** Who made a service account key. */
export const KEY_ORIGIN: Members = ['ORIGIN_UNSPECIFIED', 'USER_PROVIDED', 'GOOGLE_PROVIDED'];
/** How a service account key signs. */
export const KEY_ALGORITHM: Members = ['KEY_ALG_UNSPECIFIED', 'KEY_ALG_RSA_1024', 'KEY_ALG_RSA_2048'];
/** Why a service account key was disabled. */
export const KEY_DISABLE_REASON: Members = [
  'SERVICE_ACCOUNT_KEY_DISABLE_REASON_UNSPECIFIED',
  'SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED',
  'SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED',
  'SERVICE_ACCOUNT_KEY_DISABLE_REASON_COMPROMISE_DETECTED',
];
/** What is known of a service account key for good, also after it was enabled again. */
export const KEY_EXTENDED_STATUS: Members = [
  'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_UNSPECIFIED',
  'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_EXPOSED',
  'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_COMPROMISE_DETECTED',
];

/** An enum given by name or number, by name; absent where it is the unspecified one. A number of tomorrow stays a number's text. */
export function enumAt(value: unknown, members: Members, place: string): string | undefined {
  const text = textAt(value, place);
  if (text === undefined || text === members[0]) return undefined;
  const first = text.charCodeAt(0);
  if (first < 0x30 || first > 0x39) return text;
  const number = Number(text);
  return number === 0 ? undefined : (members[number] ?? text);
}
