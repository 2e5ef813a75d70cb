import { subscribe } from 'node:diagnostics_channel';
import { http } from '@google-cloud/functions-framework';
import { type ErrorCode, PlumblineError } from '../shared/errors.ts';
import { describeError } from '../shared/estate/sanitise.ts';
import { answer } from './http/answer.ts';
import { asBytes, type IncomingRequest } from './http/as-bytes.ts';
import { openService, type Service } from './http/service.ts';
import { createStop } from './http/stop.ts';

subscribe('http.server.request.start', (message) =>
  asBytes((message as { request: IncomingRequest }).request),
);

const stop = createStop();
const service = await start();
let isOwnEnd = false;

http('monitor', async (request, response) => {
  endGently();
  const { status, body, allow } = await answer(service, {
    method: request.method,
    path: request.path,
    body: request.rawBody ?? null,
    trace: request.get('traceparent') ?? request.get('x-cloud-trace-context') ?? null,
  });
  if (allow !== undefined) response.set('Allow', allow);
  response.status(status).json(body);
});

/**
 * functions-framework ends the process on the spot when it is told to end. Here a pass first lets go of its
 * lease, so that the scheduler's next try finds it free. The framework listens once it serves, so its
 * listeners are replaced with the first request.
 */
function endGently(): void {
  if (isOwnEnd) return;
  isOwnEnd = true;
  process.removeAllListeners('SIGTERM');
  // The answer to the request under way goes out in the same turn.
  process.once('SIGTERM', () => stop.end().then(() => setImmediate(() => process.exit(0))));
}

/** A function that cannot work does not start: every problem of its configuration is printed, and nothing else. */
async function start(): Promise<Service> {
  try {
    return await openService(process.env, stop);
  } catch (error) {
    const code = error instanceof PlumblineError ? error.code : 'INTERNAL';
    const message = error instanceof PlumblineError ? error.message : describeError(error);
    process.stderr.write(`${startFailure(code, message)}\n`);
    process.exit(1);
  }
}

/** In Cloud Run (K_SERVICE) as an entry with a severity, so that it is found among the errors and raises their alarm. */
function startFailure(code: ErrorCode, message: string): string {
  const isInCloud = process.env.K_SERVICE !== undefined;
  return isInCloud ? JSON.stringify({ severity: 'ERROR', code, message }) : `plumbline: ${message}`;
}
