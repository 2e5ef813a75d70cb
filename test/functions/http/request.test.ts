import { describe, expect, it } from '@jest/globals';
import { BadRequest, passRequest } from '../../../functions/http/request.ts';
import { loadContract } from '../../../shared/contract/load.ts';
import { SAMPLE } from '../../contract/sample.ts';

const CONTRACT = loadContract(SAMPLE, 'sample.yaml');
const HOUR = 3_600_000;
const bytes = (text: string) => new TextEncoder().encode(text);

describe('passRequest', () => {
  it.each([
    ['no body', null],
    ['an empty body', bytes('')],
    ['an empty object', bytes('{}')],
    ['a schedule', bytes('{"trigger":"schedule"}')],
  ])('%s is a scheduled pass', (_name, body) => {
    expect(passRequest(body, CONTRACT)).toEqual({ trigger: 'schedule' });
  });

  it('a break-glass request says why, and may say who, where and for how long', () => {
    const asked = { trigger: 'break-glass', reason: 'db down', ticket: 'INC-7' };
    const read = (more: object) => passRequest(bytes(JSON.stringify({ ...asked, ...more })), CONTRACT);
    const request = { reason: 'db down', ticket: 'INC-7', actor: null, environment: null };
    expect(read({})).toEqual({ trigger: 'break-glass', request: { ...request, durationMs: 4 * HOUR } });
    const more = { actor: 'ann@example.com', environment: 'prod' };
    expect(read({ ...more, expiresIn: '30m' })).toEqual({
      trigger: 'break-glass',
      request: { ...request, ...more, durationMs: HOUR / 2 },
    });
  });

  it.each([
    ['half a document', bytes('{"trigger":'), /not JSON/],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), /not JSON/],
    ['a list', bytes('[]'), /not understood/],
    ['null', bytes('null'), /not understood/],
    ['another trigger', bytes('{"trigger":"cron"}'), /not understood/],
    ['an unknown key', bytes('{"force":true}'), /not understood/],
    [
      'a break-glass request without a reason',
      bytes('{"trigger":"break-glass","ticket":"T","actor":"a"}'),
      /not understood/,
    ],
    [
      'a break-glass request for "a while"',
      bytes('{"trigger":"break-glass","reason":"r","ticket":"T","actor":"a","expiresIn":"a while"}'),
      /not understood/,
    ],
    [
      'an environment the contract does not have',
      bytes('{"trigger":"break-glass","reason":"r","ticket":"T","environment":"qa"}'),
      /not understood/,
    ],
    [
      'a window of a year',
      bytes('{"trigger":"break-glass","reason":"r","ticket":"T","expiresIn":"365d"}'),
      /not understood/,
    ],
    ['a huge body', bytes(`{"a":"${'x'.repeat(20_000)}"}`), /16384 is the most/],
  ])('%s is refused', (_name, body, message) => {
    expect(() => passRequest(body, CONTRACT)).toThrow(BadRequest);
    expect(() => passRequest(body, CONTRACT)).toThrow(message);
  });

  it('says which key is wrong', () => {
    let caught: unknown;
    try {
      passRequest(bytes('{"trigger":"cron"}'), CONTRACT);
    } catch (error) {
      caught = error;
    }
    expect((caught as BadRequest).issues).toEqual([
      { path: 'trigger', message: 'must be "schedule" or "break-glass"' },
    ]);
  });
});
