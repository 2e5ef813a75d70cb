import { describe, expect, test } from '@jest/globals';
import { parseEndpoint } from '../../../shared/adapters/google/endpoint.ts';

describe('an endpoint on this machine is accepted', () => {
  test.each([
    ['http://127.0.0.1:9090', 'http://127.0.0.1:9090'],
    ['http://127.0.0.1:9090/', 'http://127.0.0.1:9090'],
    ['http://127.8.9.10:1', 'http://127.8.9.10:1'],
    ['http://localhost:9090', 'http://localhost:9090'],
    ['http://[::1]:9090', 'http://[::1]:9090'],
  ])('%s', (text, base) => {
    expect(parseEndpoint(text)).toBe(base);
  });
});

describe('anything else is refused', () => {
  test.each([
    'https://127.0.0.1:9090',
    'http://10.0.0.1:9090',
    'http://0.0.0.0:9090',
    'http://169.254.169.254/',
    'http://128.0.0.1',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://notlocalhost',
    'http://[::2]:9090',
    'http://[::ffff:10.0.0.1]',
    'http://user:password@127.0.0.1:9090',
    'http://127.0.0.1@evil.example',
    'http://evil.example#127.0.0.1',
    'http://evil.example/127.0.0.1',
    'http://127.0.0.1:9090/base',
    'http://127.0.0.1:9090/?x=1',
    'http://127.0.0.1:9090/#x',
    'file:///127.0.0.1',
    'localhost:9090',
    '127.0.0.1:9090',
    'http://',
    '',
  ])('%j', (text) => {
    expect(() => parseEndpoint(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  test('the words do not repeat what was given: it may hold a password', () => {
    expect(() => parseEndpoint('http://user:canary@evil.example')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });
});
