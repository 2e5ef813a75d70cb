/** Cloud Run v2 as REST prints it (proto3 JSON): enums are names, int64 are strings, false/0/"" are absent. */

export interface V2EnvVar {
  name: string;
  value?: string;
  valueSource?: { secretKeyRef: { secret: string; version?: string } };
}

export interface V2Probe {
  initialDelaySeconds?: number;
  timeoutSeconds?: number;
  periodSeconds?: number;
  failureThreshold?: number;
  httpGet?: { path?: string; port?: number; httpHeaders?: { name: string; value?: string }[] };
  tcpSocket?: { port?: number };
  grpc?: { port?: number; service?: string };
}

export interface V2Container {
  name?: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: V2EnvVar[];
  resources?: { limits?: Record<string, string>; cpuIdle?: boolean; startupCpuBoost?: boolean };
  ports?: { name?: string; containerPort: number }[];
  volumeMounts?: { name: string; mountPath: string; subPath?: string }[];
  workingDir?: string;
  livenessProbe?: V2Probe;
  startupProbe?: V2Probe;
  readinessProbe?: V2Probe;
  dependsOn?: string[];
  baseImageUri?: string;
  sourceCode?: { cloudStorageSource: { bucket: string; object: string; generation?: string } };
  buildInfo?: { functionTarget?: string; sourceLocation?: string };
}

export interface V2Volume {
  name: string;
  secret?: {
    secret: string;
    items?: { path: string; version?: string; mode?: number }[];
    defaultMode?: number;
  };
  cloudSqlInstance?: { instances: string[] };
  emptyDir?: { medium?: 'MEMORY'; sizeLimit?: string };
  nfs?: { server: string; path: string; readOnly?: boolean };
  gcs?: { bucket: string; readOnly?: boolean; mountOptions?: string[] };
}

export interface V2VpcAccess {
  connector?: string;
  egress?: 'ALL_TRAFFIC' | 'PRIVATE_RANGES_ONLY';
  networkInterfaces?: { network?: string; subnetwork?: string; tags?: string[] }[];
}

export interface V2Template {
  revision?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  scaling?: { minInstanceCount?: number; maxInstanceCount?: number };
  vpcAccess?: V2VpcAccess;
  timeout?: string;
  serviceAccount?: string;
  containers: V2Container[];
  volumes?: V2Volume[];
  executionEnvironment?: 'EXECUTION_ENVIRONMENT_GEN1' | 'EXECUTION_ENVIRONMENT_GEN2';
  encryptionKey?: string;
  encryptionKeyRevocationAction?: 'PREVENT_NEW' | 'SHUTDOWN';
  encryptionKeyShutdownDuration?: string;
  maxInstanceRequestConcurrency?: number;
  serviceMesh?: { mesh: string };
  sessionAffinity?: boolean;
  healthCheckDisabled?: boolean;
  nodeSelector?: { accelerator: string };
  gpuZonalRedundancyDisabled?: boolean;
}

export type V2Ingress =
  | 'INGRESS_TRAFFIC_ALL'
  | 'INGRESS_TRAFFIC_INTERNAL_ONLY'
  | 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER'
  | 'INGRESS_TRAFFIC_NONE';

export interface V2TrafficTarget {
  type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST' | 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION';
  revision?: string;
  percent?: number;
  tag?: string;
  uri?: string;
}

export interface V2Condition {
  type: string;
  state: 'CONDITION_PENDING' | 'CONDITION_RECONCILING' | 'CONDITION_FAILED' | 'CONDITION_SUCCEEDED';
  message?: string;
  lastTransitionTime?: string;
  severity?: 'ERROR' | 'WARNING' | 'INFO';
  reason?: string;
  revisionReason?: string;
}

export interface V2BuildConfig {
  name?: string;
  sourceLocation?: string;
  functionTarget?: string;
  imageUri?: string;
  baseImage?: string;
  enableAutomaticUpdates?: boolean;
  workerPool?: string;
  environmentVariables?: Record<string, string>;
  serviceAccount?: string;
}

export interface V2Service {
  name: string;
  description?: string;
  uid: string;
  generation: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  createTime: string;
  updateTime: string;
  creator: string;
  lastModifier: string;
  client?: string;
  clientVersion?: string;
  ingress: V2Ingress;
  launchStage?: string;
  binaryAuthorization?: { useDefault?: boolean; policy?: string; breakglassJustification?: string };
  template: V2Template;
  traffic: V2TrafficTarget[];
  scaling?: {
    minInstanceCount?: number;
    maxInstanceCount?: number;
    scalingMode?: 'AUTOMATIC' | 'MANUAL';
    manualInstanceCount?: number;
  };
  invokerIamDisabled?: boolean;
  defaultUriDisabled?: boolean;
  urls?: string[];
  iapEnabled?: boolean;
  multiRegionSettings?: { regions: string[]; multiRegionId?: string };
  customAudiences?: string[];
  observedGeneration: string;
  terminalCondition: V2Condition;
  conditions: V2Condition[];
  latestReadyRevision?: string;
  latestCreatedRevision: string;
  trafficStatuses?: V2TrafficTarget[];
  uri?: string;
  satisfiesPzs?: boolean;
  threatDetectionEnabled?: boolean;
  buildConfig?: V2BuildConfig;
  reconciling?: boolean;
  etag: string;
}

/** What `addService` takes: the v2 service as far as it matters; the rest gets what Cloud Run would set. */
export type ServiceInput = Partial<Omit<V2Service, 'template' | 'name'>> & {
  name: string;
  template?: Partial<Omit<V2Template, 'containers'>> & { containers?: Partial<V2Container>[] };
};
