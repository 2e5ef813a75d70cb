import { describe, expect, it } from '@jest/globals';
import { BadRequest, passRequest } from '../../../functions/http/request.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('passRequest', () => {
  it.each([
    ['no body', null],
    ['an empty body', bytes('')],
    ['an empty object', bytes('{}')],
    ['a schedule', bytes('{"trigger":"schedule"}')],
  ])('%s is a scheduled pass', (_name, body) => {
    expect(passRequest(body)).toEqual({ trigger: 'schedule' });
  });

  it('a break-glass request says who, why and for how long', () => {
    const asked = { trigger: 'break-glass', reason: 'db down', ticket: 'INC-7', actor: 'ann@example.com' };
    expect(passRequest(bytes(JSON.stringify(asked)))).toEqual({ ...asked, expiresIn: '4h' });
    expect(passRequest(bytes(JSON.stringify({ ...asked, expiresIn: '30m' })))).toMatchObject({
      expiresIn: '30m',
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
    ['a huge body', bytes(`{"a":"${'x'.repeat(20_000)}"}`), /16384 is the most/],
  ])('%s is refused', (_name, body, message) => {
    expect(() => passRequest(body)).toThrow(BadRequest);
    expect(() => passRequest(body)).toThrow(message);
  });

  it('says which key is wrong', () => {
    let caught: unknown;
    try {
      passRequest(bytes('{"trigger":"cron"}'));
    } catch (error) {
      caught = error;
    }
    expect((caught as BadRequest).issues).toEqual([
      { path: 'trigger', message: 'must be "schedule" or "break-glass"' },
    ]);
  });
});
