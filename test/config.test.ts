import { describe, expect, it } from '@jest/globals';
import { isLoopback, readConfig } from '../shared/config.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const STORE = 'sqlite:.plumbline/state.db';

describe('readConfig', () => {
  it('has a default for everything', () => {
    const config = readConfig({}, STORE);
    expect(config).toMatchObject({
      contract: null,
      viewer: null,
      store: { kind: 'sqlite', path: '.plumbline/state.db' },
      notify: { kind: 'console' },
      fingerprintKey: null,
      concurrency: 24,
      gcpEndpoint: null,
      githubToken: null,
      githubEndpoint: null,
      smokeEndpoint: null,
      emulator: false,
    });
  });

  it('takes a blank variable for an absent one', () => {
    expect(readConfig({ PLUMBLINE_STORE: ' ', PLUMBLINE_CONCURRENCY: '' }, STORE)).toEqual(
      readConfig({}, STORE),
    );
  });

  it.each([
    ['SLACK_API_URL', 'http://slack.example.com/api/', 'https://slack.example.com/api/'],
    ['SLACK_API_URL', 'http://localhost.example.com/', 'http://[::1]:1/'],
  ])('sends nothing over a network in the clear: %s=%s', (name, far, near) => {
    expect(() => readConfig({ [name]: far }, STORE)).toThrow(new RegExp(`${name} must be .*on this machine`));
    expect(() => readConfig({ [name]: near }, STORE)).not.toThrow();
  });

  it("takes an emulator of a build's own network", () => {
    expect(readConfig({ FIRESTORE_EMULATOR_HOST: 'firestore:8080' }, STORE)).toMatchObject({
      emulator: true,
    });
  });

  it('reads what is set', () => {
    const config = readConfig(
      {
        PLUMBLINE_STORE: 'firestore:plumbline',
        PLUMBLINE_NOTIFY: 'slack:#prod-drift',
        SLACK_BOT_TOKEN: 'xoxb-1',
        SLACK_API_URL: 'http://127.0.0.1:1/api/',
        PLUMBLINE_FINGERPRINT_KEY: KEY,
        PLUMBLINE_CONCURRENCY: '4',
        PLUMBLINE_GCP_ENDPOINT: 'http://127.0.0.1:9090',
        GITHUB_TOKEN: 'ghp_made_up',
        PLUMBLINE_GITHUB_ENDPOINT: 'http://127.0.0.1:9091',
        PLUMBLINE_SMOKE_ENDPOINT: 'http://127.0.0.1:9092',
        PLUMBLINE_VIEWER: 'viewer@ops.iam.gserviceaccount.com',
      },
      STORE,
    );
    expect(config.store).toEqual({ kind: 'firestore', database: 'plumbline' });
    expect(config.notify).toEqual({
      kind: 'slack',
      channel: '#prod-drift',
      token: 'xoxb-1',
      apiUrl: 'http://127.0.0.1:1/api/',
    });
    expect(config.fingerprintKey).toHaveLength(32);
    expect(config.concurrency).toBe(4);
    expect(config).toMatchObject({
      githubToken: 'ghp_made_up',
      githubEndpoint: 'http://127.0.0.1:9091',
      smokeEndpoint: 'http://127.0.0.1:9092',
    });
  });

  it('names every problem at once, and no value', () => {
    const read = () =>
      readConfig(
        {
          PLUMBLINE_STORE: 'mysql://secret-host',
          PLUMBLINE_NOTIFY: 'slack:#a',
          PLUMBLINE_FINGERPRINT_KEY: 'c2hvcnQ=',
          PLUMBLINE_CONCURRENCY: 'many',
          PLUMBLINE_GCP_ENDPOINT: 'http://evil.example',
          PLUMBLINE_GITHUB_ENDPOINT: 'https://github.evil.example',
          PLUMBLINE_SMOKE_ENDPOINT: 'http://10.0.0.1',
        },
        STORE,
      );
    expect(read).toThrow(
      /PLUMBLINE_STORE must be .*; PLUMBLINE_FINGERPRINT_KEY must hold at least 32 bytes; PLUMBLINE_CONCURRENCY must be .*; PLUMBLINE_GCP_ENDPOINT must be on this machine.*; PLUMBLINE_GITHUB_ENDPOINT must be on this machine.*; PLUMBLINE_SMOKE_ENDPOINT must be on this machine.*; SLACK_BOT_TOKEN is missing/,
    );
    expect(read).not.toThrow(/secret-host|evil|c2hvcnQ/);
  });
});

describe('isLoopback', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.9.8.7', true],
    ['localhost', true],
    ['[::1]', true],
    ['127.0.0.1.evil.example', false],
    ['localhost.evil.example', false],
    ['10.0.0.1', false],
    ['0.0.0.0', false],
  ])('%s: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
