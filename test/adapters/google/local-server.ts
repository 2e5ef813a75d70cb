import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server got it. */
export interface Received {
  method: string;
  host: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** An answer: JSON unless `text` is given; `raw` takes the response into its own hands. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
  raw?: (response: ServerResponse) => void;
}

export interface LocalServer {
  /** What PLUMBLINE_GCP_ENDPOINT would be. */
  endpoint: string;
  received: Received[];
  /** `METHOD host/path` of everything received, in order. */
  log(): string[];
  close(): Promise<void>;
}

/** A real HTTP server on loopback that answers as `answer` says. */
export async function startLocalServer(answer: (request: Received) => Reply): Promise<LocalServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://local');
    const [, host = '', ...rest] = url.pathname.split('/');
    let body = '';
    for await (const chunk of request) {
      body += String(chunk);
    }
    const got = {
      method: request.method ?? '',
      host,
      path: `/${rest.join('/')}`,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body,
    };
    received.push(got);
    send(response, answer(got));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    log: () => received.map(({ method, host, path }) => `${method} ${host}${path}`),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.raw !== undefined) {
    reply.raw(response);
    return;
  }
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
  response.end(reply.text ?? JSON.stringify(reply.json ?? {}));
}
