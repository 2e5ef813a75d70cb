import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { beat } from '../../../shared/adapters/local/heartbeat.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Where it listens, and what it was asked for. */
async function serve(status: number, headers: Record<string, string> = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['content-length'] ?? '0'}`);
    response.writeHead(status, headers).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test('an empty POST is heard', async () => {
  const { url, asked } = await serve(200);
  expect(await beat(`${url}/beat`)).toBe(true);
  expect(asked).toEqual(['POST /beat 0']);
});

test('a redirect is not followed, and not heard', async () => {
  const elsewhere = await serve(200);
  const { url } = await serve(307, { location: `${elsewhere.url}/metadata` });
  expect(await beat(url)).toBe(false);
  expect(elsewhere.asked).toEqual([]);
});
