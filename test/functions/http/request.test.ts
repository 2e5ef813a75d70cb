import { describe, expect, it } from '@jest/globals';
import { BadRequest, passTrigger } from '../../../functions/http/request.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('passTrigger', () => {
  it.each([
    ['no body', null],
    ['an empty body', bytes('')],
    ['an empty object', bytes('{}')],
    ['a schedule', bytes('{"trigger":"schedule"}')],
  ])('%s is a scheduled pass', (_name, body) => {
    expect(passTrigger(body)).toBe('schedule');
  });

  it.each([
    ['half a document', bytes('{"trigger":'), /not JSON/],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), /not JSON/],
    ['a list', bytes('[]'), /not understood/],
    ['null', bytes('null'), /not understood/],
    ['another trigger', bytes('{"trigger":"cron"}'), /not understood/],
    ['an unknown key', bytes('{"force":true}'), /not understood/],
    ['a huge body', bytes(`{"a":"${'x'.repeat(20_000)}"}`), /16384 is the most/],
  ])('%s is refused', (_name, body, message) => {
    expect(() => passTrigger(body)).toThrow(BadRequest);
    expect(() => passTrigger(body)).toThrow(message);
  });

  it('says which key is wrong', () => {
    let caught: unknown;
    try {
      passTrigger(bytes('{"trigger":"cron"}'));
    } catch (error) {
      caught = error;
    }
    expect((caught as BadRequest).issues).toEqual([{ path: 'trigger', message: 'must be "schedule"' }]);
  });
});
