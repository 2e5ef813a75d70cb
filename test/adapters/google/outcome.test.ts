import { describe, expect, test } from '@jest/globals';
import type { Failed, Failure } from '../../../shared/adapters/google/answer.ts';
import { parseGoogleError } from '../../../shared/adapters/google/google-error.ts';
import { gapOf } from '../../../shared/adapters/google/outcome.ts';
import { denied, googleError, serviceDisabled, throttled, unavailable } from './google-errors.ts';
import type { Reply } from './local-server.ts';

function failed(failure: Failure, attempts = 1): Failed {
  return {
    ok: false,
    failure,
    host: 'secretmanager.googleapis.com',
    project: 'shop-prod',
    permission: 'secretmanager.secrets.list',
    attempts,
  };
}

function http(reply: Reply, retryAfterMs: number | null = null): Failure {
  return { kind: 'http', status: reply.status ?? 0, error: parseGoogleError(reply.json), retryAfterMs };
}

function info(reason: string, metadata: Record<string, string> = {}): Failure {
  return http(googleError(403, 'PERMISSION_DENIED', 'Refused.', { reason, metadata }));
}

const SM = 'secretmanager.googleapis.com';
const MISSING = 'secretmanager.secrets.list is missing in shop-prod';

describe("Google's answers become a status and the words that mend it", () => {
  const cases: [string, Failure, string, string][] = [
    ['403 missing permission', http(denied('secretmanager.secrets.list', 'shop-prod')), 'DENIED', MISSING],
    ['403 without a body', { kind: 'http', status: 403, error: null, retryAfterMs: null }, 'DENIED', MISSING],
    [
      '403 SERVICE_DISABLED',
      http(serviceDisabled(SM, 'shop-prod')),
      'API_DISABLED',
      `gcloud services enable ${SM} --project shop-prod`,
    ],
    [
      '403 SERVICE_DISABLED, project by number',
      http(serviceDisabled(SM, '123456789012')),
      'API_DISABLED',
      `gcloud services enable ${SM} --project shop-prod (Google names project 123456789012)`,
    ],
    [
      '403 SERVICE_DISABLED in the project that pays',
      http(serviceDisabled(SM, 'ops-project')),
      'API_DISABLED',
      `gcloud services enable ${SM} --project ops-project`,
    ],
    [
      '403 accessNotConfigured, the older shape',
      http({
        status: 403,
        json: { error: { code: 403, message: 'x', errors: [{ reason: 'accessNotConfigured' }] } },
      }),
      'API_DISABLED',
      `gcloud services enable ${SM} --project shop-prod`,
    ],
    [
      '403 that says it in words only',
      http(
        googleError(
          403,
          'PERMISSION_DENIED',
          'Secret Manager API has not been used in project 1 before or it is disabled. Enable it',
        ),
      ),
      'API_DISABLED',
      'gcloud services enable',
    ],
    ['403 rateLimitExceeded', info('RATE_LIMIT_EXCEEDED'), 'THROTTLED', 'asked too often'],
    [
      '403 quotaExceeded, the older shape',
      http({
        status: 403,
        json: { error: { code: 403, message: 'x', errors: [{ reason: 'quotaExceeded' }] } },
      }),
      'THROTTLED',
      'asked too often',
    ],
    [
      '403 billing',
      info('BILLING_DISABLED', { consumer: 'projects/shop-prod' }),
      'DENIED',
      'link a billing account',
    ],
    [
      '403 quota project',
      info('USER_PROJECT_DENIED', { consumer: 'projects/ops' }),
      'DENIED',
      'roles/serviceusage.serviceUsageConsumer',
    ],
    ['403 scope', info('ACCESS_TOKEN_SCOPE_INSUFFICIENT'), 'DENIED', 'lacks the scope cloud-platform'],
    ['403 suspended', info('CONSUMER_SUSPENDED'), 'DENIED', 'does not exist or is suspended'],
    [
      '403 perimeter',
      http({
        status: 403,
        json: {
          error: {
            code: 403,
            message: 'Request is prohibited by organization’s policy.',
            status: 'PERMISSION_DENIED',
            details: [
              {
                '@type': 'type.googleapis.com/google.rpc.PreconditionFailure',
                violations: [{ type: 'VPC_SERVICE_CONTROLS' }],
              },
            ],
          },
        },
      }),
      'DENIED',
      'VPC Service Controls',
    ],
    [
      '403 region closed',
      info('LOCATION_POLICY_VIOLATED', { location: 'us-middle7' }),
      'DENIED',
      'shop-prod may use nothing in us-middle7: correct the region in the contract',
    ],
    ['403 region closed by an older body', info('LOCATION_ORG_POLICY_VIOLATED'), 'DENIED', 'in this region'],
    [
      '403 organisation policy',
      info('RESOURCE_USAGE_RESTRICTION_VIOLATED'),
      'DENIED',
      `an organisation policy keeps ${SM} from being used in shop-prod`,
    ],
    ['403 project suspended by Google', info('GCP_SUSPENDED'), 'DENIED', 'does not exist or is suspended'],
    [
      '401 account disabled',
      http(googleError(401, 'UNAUTHENTICATED', 'x', { reason: 'ACCOUNT_STATE_INVALID' })),
      'DENIED',
      'the identity that reads is disabled or deleted',
    ],
    ['401', http({ status: 401, json: {} }), 'DENIED', 'gcloud auth application-default login'],
    [
      '404',
      http(googleError(404, 'NOT_FOUND', 'Project not found.')),
      'ERROR',
      'knows nothing of this in shop-prod (404): Project not found.',
    ],
    [
      '400',
      http(googleError(400, 'INVALID_ARGUMENT', 'Bad page size.')),
      'ERROR',
      'refused the request for shop-prod (400): Bad page size.',
    ],
    ['redirect', http({ status: 302 }), 'ERROR', 'never followed'],
    ['429', http(throttled()), 'THROTTLED', 'lower PLUMBLINE_CONCURRENCY'],
    ['429 with Retry-After', http(throttled('90'), 90_000), 'THROTTLED', 'asks to wait 90 s'],
    ['500', http({ status: 500 }), 'UNREACHABLE', 'failed for shop-prod (500)'],
    ['503', http(unavailable), 'UNREACHABLE', 'failed for shop-prod (503)'],
    ['408', http({ status: 408 }), 'UNREACHABLE', '(408)'],
    ['network', { kind: 'network', code: 'ECONNRESET' }, 'UNREACHABLE', 'ECONNRESET'],
    [
      'a host without an address',
      { kind: 'network', code: 'ENOTFOUND' },
      'UNREACHABLE',
      `${SM} has no address (ENOTFOUND): this machine cannot resolve it`,
    ],
    ['time-out', { kind: 'timeout', afterMs: 30_000 }, 'UNREACHABLE', 'within 30 s'],
    [
      'malformed',
      { kind: 'malformed', what: 'a web page instead of JSON' },
      'ERROR',
      'with a web page instead of JSON',
    ],
    ['deadline', { kind: 'stopped' }, 'NOT_CAPTURED', 'the pass was stopped before'],
    [
      'credentials',
      { kind: 'credentials', gap: { status: 'ERROR', detail: 'no Google credentials' } },
      'ERROR',
      'no Google credentials',
    ],
  ];
  test.each(cases)('%s', (_, failure, status, words) => {
    expect(gapOf(failed(failure))).toEqual({ status, detail: expect.stringContaining(words) });
  });

  test('a regional host without an address is not captured: there may be no such endpoint', () => {
    const host = 'secretmanager.europe-west1.rep.googleapis.com';
    const gap = (code: string) => gapOf({ ...failed({ kind: 'network', code }), host });
    expect(gap('ENOTFOUND')).toEqual({
      status: 'NOT_CAPTURED',
      detail: `not visible: ${host} has no address (ENOTFOUND), so it has no endpoint there`,
    });
    for (const code of ['EAI_AGAIN', 'ECONNREFUSED']) expect(gap(code).status).toBe('UNREACHABLE');
  });

  test('an API is enabled by its own name, also where a regional host refused and did not say it', () => {
    const error = { error: { code: 403, message: 'x', errors: [{ reason: 'accessNotConfigured' }] } };
    const host = 'secretmanager.europe-west1.rep.googleapis.com';
    expect(gapOf({ ...failed(http({ status: 403, json: error })), host })).toEqual({
      status: 'API_DISABLED',
      detail: `${SM} is not enabled: gcloud services enable ${SM} --project shop-prod`,
    });
  });

  test('the number of tries is told', () => {
    expect(gapOf(failed(http(unavailable), 5)).detail).toContain('(503, 5 tries)');
  });

  test("a long message of Google's is cut, and what looks like a token is not repeated", () => {
    const message = `Invalid header: Bearer ya29.canary-token ${'x '.repeat(500)}`;
    const { detail } = gapOf(failed(http(googleError(400, 'INVALID_ARGUMENT', message))));
    expect(detail.length).toBeLessThan(400);
    expect(detail).not.toContain('canary');
  });
});

test.each([null, undefined, '', 'x', 1, [], [null], {}, { error: 'denied' }, { error: null }])(
  'a body that is not Google’s is none: %j',
  (body) => {
    expect(parseGoogleError(body)).toBeNull();
  },
);

test('an error inside a list of one, and details of any shape, are read', () => {
  const details = [null, 'x', { violations: 'x' }, { '@type': 7, reason: 'no' }];
  const error = { status: 'INTERNAL', message: 7, details, errors: 'x' };
  expect(parseGoogleError([{ error }])).toEqual({
    status: 'INTERNAL',
    reason: null,
    message: '',
    service: null,
    consumer: null,
    permission: null,
    location: null,
    violations: [],
    retryDelayMs: null,
  });
});
