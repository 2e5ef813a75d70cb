import { subscribe } from 'node:diagnostics_channel';
import { http } from '@google-cloud/functions-framework';
import { PlumblineError } from '../shared/errors.ts';
import { answer } from './http/answer.ts';
import { openService, type Service } from './http/service.ts';

// functions-framework parses JSON before the function sees the request, and answers a syntax error with
// a page of its own. Handed the body as bytes, this function answers every malformed request the same way.
subscribe('http.server.request.start', (message) => {
  const { request } = message as { request: { headers: Record<string, string | undefined> } };
  if (request.headers['content-type'] !== undefined)
    request.headers['content-type'] = 'application/octet-stream';
});

const service = await start();

http('monitor', async (request, response) => {
  const { status, body } = await answer(service, {
    method: request.method,
    path: request.path,
    body: request.rawBody ?? null,
  });
  response.status(status).json(body);
});

/** A function that cannot work does not start: every problem of its configuration is printed, and nothing else. */
async function start(): Promise<Service> {
  try {
    return await openService(process.env);
  } catch (error) {
    const message = error instanceof PlumblineError ? error.message : String(error);
    process.stderr.write(`plumbline: ${message}\n`);
    process.exit(1);
  }
}
