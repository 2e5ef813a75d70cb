import { describe, expect, test } from '@jest/globals';
import { ownIdentity } from '../../shared/adapters/google/own-identity.ts';
import { createTransport } from '../../shared/adapters/google/transport.ts';
import { createPermissionProbe } from '../../shared/adapters/google/viewer-permissions.ts';
import { diagnose } from '../../shared/doctor/diagnosis.ts';
import { examineViewer } from '../../shared/doctor/examine.ts';
import {
  examineRunner,
  exitCodeWith,
  judgeRunner,
  type RunnerOutcome,
  runnerRemedies,
} from '../../shared/doctor/runner.ts';
import { doctorText } from '../../shared/report/doctor-text.ts';
import { unpainted } from '../../shared/report/paint.ts';
import { DENIED, ENDLESS, ENVIRONMENTS, fakeProbe, NEEDED, type World, world } from './fake-probe.ts';

const RUNNER = 'plumbline-runner@ops.iam.gserviceaccount.com';
const NOTHING = { projects: { 'shop-dev': [], 'shop-prod': [] } };
const THROTTLED = { status: 'THROTTLED' as const, detail: 'asked too often' };

async function examine(
  own: Partial<World>,
  options: { identity?: string | null; viewer?: Partial<World> } = {},
) {
  const viewer = await examineViewer(fakeProbe(world(options.viewer)), ENVIRONMENTS, ENDLESS);
  const identity = options.identity === undefined ? RUNNER : options.identity;
  const runner = await examineRunner(fakeProbe(world(own), identity), viewer, ENDLESS);
  return { viewer, runner };
}

describe('the identity that runs Plumbline', () => {
  test.each<[string, Partial<World>, Parameters<typeof examine>[1], RunnerOutcome, 0 | 2 | 3]>([
    ['has no right in any target', NOTHING, {}, 'apart', 0],
    ['may not even ask', { ...NOTHING, unasked: { 'shop-prod': DENIED } }, {}, 'apart', 0],
    [
      'could read prod by itself',
      { projects: { 'shop-dev': [], 'shop-prod': ['run.services.list'] } },
      {},
      'not-apart',
      2,
    ],
    [
      'could write dev by itself',
      { projects: { 'shop-dev': ['run.services.update'], 'shop-prod': [] } },
      {},
      'not-apart',
      2,
    ],
    ['could not be asked', { ...NOTHING, unasked: { 'shop-prod': THROTTLED } }, {}, 'unknown', 3],
    [
      'names nothing in a project that answers nobody',
      NOTHING,
      { viewer: { projects: { 'shop-dev': NEEDED, 'shop-prod': [] } } },
      'unknown',
      3,
    ],
    ['is a person', {}, { identity: 'ops@example.com' }, 'person', 0],
    ['is nobody that is known', {}, { identity: null }, 'person', 0],
  ])('%s', async (_, own, options, outcome, code) => {
    const { runner } = await examine(own, options);
    expect(judgeRunner(runner)).toBe(outcome);
    expect(exitCodeWith(0, outcome)).toBe(code);
    expect(exitCodeWith(2, outcome)).toBe(2);
  });

  test('is told with the command that names the binding', async () => {
    const own = { projects: { 'shop-dev': [], 'shop-prod': ['run.services.list'] } };
    const { runner, viewer } = await examine(own);
    const [remedy, ...others] = runnerRemedies(runner);
    expect(others).toEqual([]);
    expect(remedy?.command).toBe(
      `gcloud policy-troubleshoot iam //cloudresourcemanager.googleapis.com/projects/shop-prod --principal-email=${RUNNER} --permission=run.services.list`,
    );
    const diagnosis = diagnose(viewer);
    const text = doctorText(
      { estate: 'shop', viewer, runner, diagnosis, remedies: runnerRemedies(runner) },
      { width: 200, paint: unpainted },
    );
    expect(text).toContain(`The runner ${RUNNER} has rights of its OWN in prod`);
  });

  test('what a person may do is no finding, and the way to the proof is told', async () => {
    const { runner, viewer } = await examine({}, { identity: null });
    expect(runnerRemedies(runner)).toEqual([]);
    const text = doctorText(
      { estate: 'shop', viewer, runner, diagnosis: diagnose(viewer), remedies: [] },
      { width: 300, paint: unpainted },
    );
    expect(text).toContain('gcloud auth application-default login --impersonate-service-account=RUNNER');
  });
});

describe('two identities over the wire', () => {
  /** Google as it answers each of two tokens: the viewer holds what it needs, the runner nothing. */
  const google =
    (seen: string[]): typeof fetch =>
    async (_, init) => {
      const token = new Headers(init?.headers).get('authorization') ?? '';
      seen.push(token);
      const { permissions } = JSON.parse(String(init?.body)) as { permissions: string[] };
      const held =
        token === 'Bearer viewer'
          ? permissions.filter((one) =>
              /^(run|iam|secretmanager|apikeys|resourcemanager|logging)\..*\.(list|get|getIamPolicy)$/.test(
                one,
              ),
            )
          : [];
      return Response.json(held.length === 0 ? {} : { permissions: held });
    };

  test('each asks with its own token', async () => {
    const seen: string[] = [];
    const probe = (token: string) =>
      createPermissionProbe(
        createTransport({
          auth: { headers: async () => ({ ok: true, headers: { authorization: `Bearer ${token}` } }) },
          concurrency: 2,
          fetch: google(seen),
        }),
        `${token}@ops.iam.gserviceaccount.com`,
      );
    const viewerProbe = { ...probe('viewer'), list: async () => ({ ok: true as const, members: [] }) };
    const viewer = await examineViewer(viewerProbe, ENVIRONMENTS, ENDLESS);
    const runner = await examineRunner(probe('runner'), viewer, ENDLESS);
    expect([diagnose(viewer).outcome, judgeRunner(runner)]).toEqual(['proven', 'apart']);
    expect(new Set(seen)).toEqual(new Set(['Bearer viewer', 'Bearer runner']));
  });

  test.each([
    ['an account', async () => ({ client_email: RUNNER, private_key: 'canary' }), RUNNER],
    ['a person', async () => ({}), null],
    ['nobody', () => Promise.reject(new Error('Could not load the default credentials')), null],
  ])('whose credentials they are: %s', async (_, credentials, expected) => {
    expect(await ownIdentity(credentials)).toBe(expected);
  });
});
