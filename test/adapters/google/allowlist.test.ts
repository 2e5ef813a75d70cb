import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allowedRequest } from '../../../shared/adapters/google/allowed-request.ts';
import { ALLOWLIST } from '../../../shared/adapters/google/allowlist.ts';

const RUN = 'https://run.googleapis.com';
const SECRETS = 'https://secretmanager.googleapis.com/v1/projects/shop-prod/secrets';
const SERVICE = `${RUN}/v2/projects/shop-prod/locations/us-central1/services/api`;
const PROJECT = 'https://cloudresourcemanager.googleapis.com/v3/projects/shop-prod';
const ACCOUNTS = 'https://iam.googleapis.com/v1/projects/shop-prod/serviceAccounts';
const REGIONAL =
  'https://secretmanager.us-central1.rep.googleapis.com/v1/projects/shop-prod/locations/us-central1/secrets';
const JOBS = `${RUN}/apis/run.googleapis.com/v1/namespaces/shop-prod/jobs`;
const KEYS = 'https://apikeys.googleapis.com/v2/projects/shop-prod/locations/global/keys';

const FILLED: Record<string, string> = {
  project: 'shop-prod',
  region: 'us-central1',
  service: 'api',
  revision: 'api-00007-abc',
  job: 'nightly',
  pool: 'worker',
  account: 'cr-backend@shop-prod.iam.gserviceaccount.com',
  secret: 'PLAID_SECRET',
};

function fill(template: string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => FILLED[name] ?? 'MISSING');
}

function refusal(method: string, address: string): string {
  try {
    const { row } = allowedRequest(method, address);
    return `allowed as ${row.method} ${row.host}${row.path}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const AUDIT_FILTER =
  '(logName="projects/shop-prod/logs/cloudaudit.googleapis.com%2Factivity" OR logName="projects/shop-prod/logs/cloudaudit.googleapis.com%2Fsystem_event") AND (protoPayload.serviceName="iam.googleapis.com" OR protoPayload.serviceName="run.googleapis.com") AND timestamp>"2026-02-27T03:00:00.000Z" AND timestamp<="2026-02-27T03:10:00.000Z"';

describe('log entries', () => {
  const ask = (filter: unknown) => () =>
    allowedRequest(
      'POST',
      'https://logging.googleapis.com/v2/entries:list',
      filter === undefined ? {} : { filter: filter as string },
    );

  test('are those of the audit logs', () => {
    expect(ask(AUDIT_FILTER)).not.toThrow();
  });

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['no text', ['a']],
    ["a program's log", 'logName="projects/shop-prod/logs/run.googleapis.com%2Fstdout"'],
    ['a third log beside', AUDIT_FILTER.replace(') AND', ' OR logName="projects/shop-prod/logs/x") AND')],
    ['who read what', AUDIT_FILTER.replace('%2Factivity', '%2Fdata_access')],
    ['something before it', `severity>=ERROR OR ${AUDIT_FILTER}`],
    ['a weaker end', AUDIT_FILTER.replace(') AND', ') OR')],
    ['a denial of it', `NOT ${AUDIT_FILTER}`],
    ['two projects', AUDIT_FILTER.replace('shop-prod', 'shop-dev')],
    ['something behind it', `${AUDIT_FILTER} OR severity>=ERROR`],
    ['no end', AUDIT_FILTER.replace(/ AND timestamp<=.*$/, '')],
    ['no API', AUDIT_FILTER.replace(/ AND \(protoPayload[^)]*\)/, '')],
  ])('and with another filter nothing is sent: %s', (_, filter) => {
    expect(ask(filter)).toThrow(/refused to send/);
  });

  test('a filter goes with no other request', () => {
    const address = `${PROJECT}:getIamPolicy`;
    expect(() => allowedRequest('POST', address, { filter: AUDIT_FILTER })).toThrow(/refused to send/);
  });
});

describe('the table', () => {
  test('is this, and a change of it is a decision', () => {
    expect(
      ALLOWLIST.map(({ method, host, path, permission }) => `${method} ${host}${path} ${permission}`),
    ).toEqual([
      'GET run.googleapis.com/v1/projects/{project}/locations/-/services run.services.list',
      'GET run.googleapis.com/v2/projects/{project}/locations/{region}/services run.services.list',
      'GET run.googleapis.com/v2/projects/{project}/locations/{region}/services/{service}:getIamPolicy run.services.getIamPolicy',
      'GET run.googleapis.com/v2/projects/{project}/locations/{region}/services/{service}/revisions/{revision} run.revisions.get',
      'GET run.googleapis.com/apis/run.googleapis.com/v1/namespaces/{project}/jobs run.jobs.list',
      'GET run.googleapis.com/v2/projects/{project}/locations/{region}/jobs run.jobs.list',
      'GET run.googleapis.com/v2/projects/{project}/locations/{region}/jobs/{job}:getIamPolicy run.jobs.getIamPolicy',
      'GET run.googleapis.com/apis/run.googleapis.com/v1/namespaces/{project}/workerpools run.workerpools.list',
      'GET run.googleapis.com/v2/projects/{project}/locations/{region}/workerPools run.workerpools.list',
      'GET run.googleapis.com/v2/projects/{project}/locations/{region}/workerPools/{pool}:getIamPolicy run.workerpools.getIamPolicy',
      'GET run.googleapis.com/v1/projects/{project}/locations/{region}/domainmappings run.domainmappings.list',
      'POST cloudresourcemanager.googleapis.com/v3/projects/{project}:getIamPolicy resourcemanager.projects.getIamPolicy',
      'GET iam.googleapis.com/v1/projects/{project}/serviceAccounts iam.serviceAccounts.list',
      'GET iam.googleapis.com/v1/projects/{project}/serviceAccounts/{account}/keys iam.serviceAccountKeys.list',
      'GET secretmanager.googleapis.com/v1/projects/{project}/secrets secretmanager.secrets.list',
      'GET secretmanager.googleapis.com/v1/projects/{project}/secrets/{secret}/versions secretmanager.versions.list',
      'GET secretmanager.googleapis.com/v1/projects/{project}/secrets/{secret}:getIamPolicy secretmanager.secrets.getIamPolicy',
      'GET secretmanager.{region}.rep.googleapis.com/v1/projects/{project}/locations/{region}/secrets secretmanager.secrets.list',
      'GET secretmanager.{region}.rep.googleapis.com/v1/projects/{project}/locations/{region}/secrets/{secret}/versions secretmanager.versions.list',
      'GET secretmanager.{region}.rep.googleapis.com/v1/projects/{project}/locations/{region}/secrets/{secret}:getIamPolicy secretmanager.secrets.getIamPolicy',
      'GET apikeys.googleapis.com/v2/projects/{project}/locations/global/keys apikeys.keys.list',
      'POST logging.googleapis.com/v2/entries:list logging.logEntries.list',
      'POST cloudresourcemanager.googleapis.com/v3/projects/{project}:testIamPermissions null',
      'POST run.googleapis.com/v2/projects/{project}/locations/{region}/services/{service}:testIamPermissions null',
      'POST secretmanager.googleapis.com/v1/projects/{project}/secrets/{secret}:testIamPermissions null',
      'POST iam.googleapis.com/v1/projects/{project}/serviceAccounts/{account}:testIamPermissions null',
    ]);
  });

  test.each(ALLOWLIST.map((row) => [`${row.method} ${row.path}`, row] as const))(
    '%s is allowed',
    (_, row) => {
      const query = row.query.map((name) => `${name}=1`).join('&');
      const address = `https://${fill(row.host)}${fill(row.path)}`;
      const project = row.path.includes('{project}') ? 'shop-prod' : '';
      const body = row.filter === undefined ? null : { filter: AUDIT_FILTER };
      expect(allowedRequest(row.method, address, body)).toEqual({ row, project });
      expect(allowedRequest(row.method, `${address}?${query}`, body).row).toBe(row);
    },
  );

  test.each(ALLOWLIST.map((row) => [row.path, row] as const))(
    '%s: the fixed parts mean only themselves',
    (_, row) => {
      const names = /\{(project|region|service|revision|job|pool|account|secret)\}/g;
      expect(row.path.replace(names, '')).toMatch(/^[A-Za-z0-9/:.-]+$/);
      expect(row.host).toMatch(/^(?:[a-z]+|secretmanager\.\{region\}\.rep)\.googleapis\.com$/);
    },
  );

  test('needs no permission that writes, and none that reads a payload or a key string', () => {
    for (const { path, permission } of ALLOWLIST) {
      if (permission === null) expect(path).toMatch(/:testIamPermissions$/);
      else expect(permission).toMatch(/^[A-Za-z]+(\.[A-Za-z]+)*\.(list|get|getIamPolicy)$/);
    }
  });

  test('a regional host and its path name one region', () => {
    expect(refusal('GET', REGIONAL)).toContain('allowed as GET secretmanager.{region}.rep.googleapis.com/v1');
    expect(refusal('GET', REGIONAL.replaceAll('us-central1', 'europe-west12'))).toContain('allowed');
    expect(refusal('GET', JOBS)).toContain('allowed');
  });

  test('a project may be given by number, and a domain-scoped one by its whole id', () => {
    expect(allowedRequest('GET', `${RUN}/v1/projects/123456789012/locations/-/services`).project).toBe(
      '123456789012',
    );
    expect(
      allowedRequest('POST', `${PROJECT.replace('shop-prod', 'example.com:shop')}:getIamPolicy`).project,
    ).toBe('example.com:shop');
  });
});

describe('verbs that write are refused on every path of the table', () => {
  const methods = ['PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE', 'get', 'GET ', ''];
  const cells = ALLOWLIST.flatMap((row) =>
    [...methods, row.method === 'GET' ? 'POST' : 'GET'].map((method) => [method, row] as const),
  );
  test.each(cells.map(([method, row]) => [method, row.path, row] as const))('%j %s', (method, _, row) => {
    expect(refusal(method, `https://${fill(row.host)}${fill(row.path)}`)).toBe('FORBIDDEN_REQUEST');
  });
});

describe('refused', () => {
  const cases: [string, string, string][] = [
    // Payloads, key strings, tokens.
    ['secret payload, GET', 'GET', `${SECRETS}/PLAID_SECRET/versions/latest:access`],
    ['secret payload, POST', 'POST', `${SECRETS}/PLAID_SECRET/versions/1:access`],
    ['secret payload, other case', 'GET', `${SECRETS}/PLAID_SECRET/versions/1:Access`],
    ['secret payload, escaped colon', 'GET', `${SECRETS}/PLAID_SECRET/versions/1%3Aaccess`],
    ['secret payload as a verb of the list', 'GET', `${SECRETS}/PLAID_SECRET/versions:access`],
    ['API key string', 'GET', `${KEYS}/abc/keyString`],
    ['API key string, other case', 'GET', `${KEYS}/abc/KEYSTRING`],
    ['API key string as a verb', 'GET', `${KEYS}/abc:getKeyString`],
    ['looking up a key by its string', 'GET', 'https://apikeys.googleapis.com/v2/keys:lookupKey?keyString=x'],
    ['key string as a field', 'GET', `${KEYS}?fields=keys.keyString`],
    ['access token of an account', 'POST', `${ACCOUNTS}/a@b.c:generateAccessToken`],
    ['signing as an account', 'POST', `${ACCOUNTS}/a@b.c:signBlob`],
    ['creating an account key', 'POST', `${ACCOUNTS}/a@b.c/keys`],
    // Writes.
    ['service policy', 'POST', `${SERVICE}:setIamPolicy`],
    ['project policy', 'POST', `${PROJECT}:setIamPolicy`],
    ['secret policy', 'POST', `${SECRETS}/A:setIamPolicy`],
    ['project policy as a domain-scoped project', 'POST', `${PROJECT}.com:setIamPolicy:getIamPolicy`],
    ['new service', 'POST', `${RUN}/v2/projects/shop-prod/locations/us-central1/services`],
    ['changed service', 'PATCH', SERVICE],
    ['deleted service', 'DELETE', SERVICE],
    ['new secret version', 'POST', `${SECRETS}/A:addVersion`],
    ['destroyed version', 'POST', `${SECRETS}/A/versions/1:destroy`],
    ['disabled version', 'POST', `${SECRETS}/A/versions/1:disable`],
    ['disabled account', 'POST', `${ACCOUNTS}/a@b.c:disable`],
    ['running a job', 'POST', `${RUN}/v2/projects/shop-prod/locations/us-central1/jobs/j:run`],
    // Reads nobody asked for.
    ['one service', 'GET', SERVICE],
    ['everything of another API', 'GET', 'https://storage.googleapis.com/storage/v1/b'],
    [
      'services of the namespaces API',
      'GET',
      `${RUN}/apis/serving.knative.dev/v1/namespaces/shop-prod/services`,
    ],
    ['a list of all locations in v2', 'GET', `${RUN}/v2/projects/shop-prod/locations/-/services`],
    // Ways around the path.
    ['dot segments', 'GET', `${SECRETS}/x/../PLAID_SECRET/versions`],
    ['dot segments up to another verb', 'GET', `${RUN}/v1/projects/p/locations/-/services/../../../../v2/x`],
    ['escaped dot segments', 'GET', `${SECRETS}/%2e%2e/versions`],
    ['dots as a name', 'GET', `${SECRETS}/../versions`],
    ['escaped slash', 'GET', `${SECRETS}/A%2Fversions%2F1:access/versions`],
    ['doubly escaped slash', 'GET', `${SECRETS}/A%252Fversions/versions`],
    ['escaped letter', 'GET', `${SECRETS}/%41/versions`],
    ['backslash', 'GET', `${SECRETS}\\A\\versions`],
    ['doubled slash', 'GET', `${SECRETS}//A/versions`],
    ['slash at the end', 'GET', `${SECRETS}/`],
    ['path parameter', 'GET', `${SECRETS};x=1`],
    ['line break', 'GET', `${SECRETS}\n`],
    ['tab', 'GET', `${SECRETS.replace('secrets', 'sec\trets')}`],
    ['space in front', 'GET', ` ${SECRETS}`],
    ['null byte', 'GET', `${SECRETS}/A\u0000/versions`],
    ['look-alike letter', 'GET', SECRETS.replace('secrets', 'ѕecrets')],
    ['empty name', 'GET', `${SECRETS}//versions`],
    ['upper-case project', 'GET', SECRETS.replace('shop-prod', 'SHOP')],
    // Ways around the host.
    ['another host', 'GET', SECRETS.replace('secretmanager.googleapis.com', 'evil.example')],
    ['host of another row', 'GET', SECRETS.replace('secretmanager', 'run')],
    ['longer host', 'GET', SECRETS.replace('googleapis.com', 'googleapis.com.evil.example')],
    ['regional host', 'GET', SECRETS.replace('secretmanager.', 'secretmanager.us-east1.rep.')],
    ['regional secrets at the global host', 'GET', REGIONAL.replace('.us-central1.rep', '')],
    [
      'regional secrets of another region',
      'GET',
      REGIONAL.replace('locations/us-central1', 'locations/us-east1'),
    ],
    ['regional host without a region', 'GET', REGIONAL.replace('.us-central1.', '..')],
    ['regional host of two labels', 'GET', REGIONAL.replaceAll('us-central1', 'us-central1.evil')],
    ['regional host in upper case', 'GET', REGIONAL.replaceAll('us-central1', 'US-CENTRAL1')],
    ['regional host with an escaped dot', 'GET', REGIONAL.replaceAll('us-central1', 'evil.example%2F')],
    ['regional host with a port', 'GET', REGIONAL.replace('.com/', '.com:444/')],
    ['regional host that goes on', 'GET', REGIONAL.replace('.com/', '.com.evil.example/')],
    ['regional host of another API', 'GET', REGIONAL.replace('secretmanager', 'run')],
    ['another letter for the dot of the host', 'GET', REGIONAL.replace('.rep.', 'xrep.')],
    ['payload of a regional secret', 'GET', `${REGIONAL}/PLAID_SECRET/versions/1:access`],
    ['payload of a regional secret, list', 'GET', `${REGIONAL}/PLAID_SECRET/versions:access`],
    ['another letter for the dot of the path', 'GET', JOBS.replace('/run.googleapis', '/runxgoogleapis')],
    ['executions of a job', 'GET', `${RUN}/v2/projects/shop-prod/locations/us-central1/jobs/j/executions`],
    ['jobs of all locations in v2', 'GET', `${RUN}/v2/projects/shop-prod/locations/-/jobs`],
    ['all revisions of a service', 'GET', `${SERVICE}/revisions`],
    ['job policy', 'POST', `${RUN}/v2/projects/shop-prod/locations/us-central1/jobs/j:setIamPolicy`],
    ['new domain mapping', 'POST', `${RUN}/v1/projects/shop-prod/locations/us-central1/domainmappings`],
    ['user info', 'GET', SECRETS.replace('https://', 'https://secretmanager.googleapis.com@')],
    ['user info that looks like the host', 'GET', SECRETS.replace('https://', 'https://x:y@')],
    ['port', 'GET', SECRETS.replace('.com/', '.com:8443/')],
    ['default port', 'GET', SECRETS.replace('.com/', '.com:443/')],
    ['dot after the host', 'GET', SECRETS.replace('.com/', '.com./')],
    ['upper-case host', 'GET', SECRETS.replace('secretmanager', 'SecretManager')],
    ['plain HTTP', 'GET', SECRETS.replace('https', 'http')],
    ['another protocol', 'GET', SECRETS.replace('https', 'ftp')],
    ['no protocol', 'GET', SECRETS.replace('https:', '')],
    ['nothing', 'GET', ''],
    // Ways around the query.
    ['method override', 'GET', `${SECRETS}?$httpMethod=DELETE`],
    ['method override in the other spelling', 'GET', `${SECRETS}?x-http-method-override=DELETE`],
    ['media download', 'GET', `${SECRETS}?alt=media`],
    ['token in the query', 'GET', `${SECRETS}?access_token=x`],
    ['API key in the query', 'GET', `${SECRETS}?key=x`],
    ['callback', 'GET', `${SECRETS}?callback=x`],
    ['parameter of another row', 'GET', `${SECRETS}?keyTypes=SYSTEM_MANAGED`],
    ['parameter twice', 'GET', `${SECRETS}?pageSize=1&pageSize=2`],
    ['escaped parameter name', 'GET', `${SECRETS}?%24httpMethod=DELETE`],
    ['query on the POST', 'POST', `${PROJECT}:getIamPolicy?alt=json`],
    ['fragment', 'GET', `${SECRETS}#x`],
    ['empty fragment', 'GET', `${SECRETS}#`],
    ['query inside the path', 'GET', `${SECRETS}%3FpageSize=1`],
  ];
  test.each(cases)('%s', (_, method, address) => {
    expect(refusal(method, address)).toBe('FORBIDDEN_REQUEST');
  });

  test('the words name the request, not what stands in its query', () => {
    expect(() => allowedRequest('GET', `${SECRETS}/A/versions/1:access?access_token=canary-token`)).toThrow(
      /GET https:\/\/secretmanager\.googleapis\.com\/v1\/projects\/shop-prod\/secrets\/A\/versions\/1:access: it is not/,
    );
    expect(() => allowedRequest('GET', `${SECRETS}?access_token=canary-token`)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });
});

describe('a name that looks like a secret verb is still a name', () => {
  test.each(['keyString', 'APP_KEYSTRING', 'access', 'token'])('secret %s', (secret) => {
    expect(allowedRequest('GET', `${SECRETS}/${secret}/versions`).row.permission).toBe(
      'secretmanager.versions.list',
    );
    expect(allowedRequest('GET', `${SECRETS}/${secret}:getIamPolicy`).row.permission).toBe(
      'secretmanager.secrets.getIamPolicy',
    );
  });
});

test('whatever stands where a name is expected, only the path of a row gets through', () => {
  const hostile = fc.string({ unit: fc.constantFrom(...'ab./:%2F\\?#@-_AZ09 '), maxLength: 24 });
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string()), (part) => {
      const address = `${SECRETS}/${part}/versions`;
      const outcome = refusal('GET', address);
      const plain = /^[A-Za-z0-9_-]+$/.test(part);
      expect(outcome === 'FORBIDDEN_REQUEST').toBe(!plain);
    }),
    { numRuns: 2000 },
  );
});
