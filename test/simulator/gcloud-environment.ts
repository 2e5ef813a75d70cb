const APIS = ['run', 'cloudresourcemanager', 'secretmanager', 'iam', 'apikeys', 'logging'];

/**
 * The settings with which gcloud reads a simulator: plain HTTP through a proxy on loopback, without
 * credentials, with a configuration folder of its own.
 */
export function gcloudEnvironment(port: number, configFolder: string): Record<string, string> {
  const overrides = APIS.map((api) => [
    `CLOUDSDK_API_ENDPOINT_OVERRIDES_${api.toUpperCase()}`,
    `http://${api}.googleapis.com/`,
  ]);
  return {
    CLOUDSDK_CONFIG: configFolder,
    CLOUDSDK_AUTH_DISABLE_CREDENTIALS: 'true',
    CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
    CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: '1',
    CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: '1',
    CLOUDSDK_PROXY_TYPE: 'http',
    CLOUDSDK_PROXY_ADDRESS: '127.0.0.1',
    CLOUDSDK_PROXY_PORT: String(port),
    ...Object.fromEntries(overrides),
  };
}
