import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { answerWithLogs } from './api-logging.ts';
import { API_KEY_ROUTES, IAM_ROUTES, PROJECT_ROUTES } from './api-others.ts';
import { RUN_V1_ROUTES } from './api-run-v1.ts';
import { RUN_V2_ROUTES } from './api-run-v2.ts';
import { SECRET_ROUTES } from './api-secrets.ts';
import { SimulatedEstate } from './estate.ts';
import { FaultBook } from './faults.ts';
import { type Answer, failure } from './google-answer.ts';
import { applyFault, type FaultEffect, fitsGoogleFault, type GoogleFault } from './google-faults.ts';
import { readRequest, type SimulatedRequest } from './google-request.ts';
import { compileRoutes, type Router } from './google-routes.ts';
import { type AnswerValidator, createValidator } from './validation.ts';

export interface GoogleSimulatorOptions {
  /** Waited before every answer. */
  latencyMs?: number;
  port?: number;
  /** Forces every list into pages of this size. */
  pageSize?: number;
  /** Hold answers to the official protos (default); off for large estates. */
  validate?: boolean;
  /** Names of fields the live API sends and the protos do not know. */
  liveOnly?: string[];
  /** The estate's clock; a fixed start unless given. */
  now?: () => Date;
  /** Serve this estate instead of an empty one. */
  estate?: SimulatedEstate;
}

export interface GoogleSimulator {
  /** To be used as PLUMBLINE_GCP_ENDPOINT. */
  readonly url: string;
  readonly port: number;
  readonly estate: SimulatedEstate;
  readonly faults: FaultBook<GoogleFault, SimulatedRequest>;
  /** Everything asked so far, in order of arrival; empty it with `length = 0`. */
  readonly requests: SimulatedRequest[];
  close(): Promise<void>;
}

const ROUTES = compileRoutes([
  ...RUN_V2_ROUTES,
  ...RUN_V1_ROUTES,
  ...PROJECT_ROUTES,
  ...IAM_ROUTES,
  ...SECRET_ROUTES,
  ...API_KEY_ROUTES,
]);

/** Starts a server on loopback that speaks the Google REST APIs over an estate in memory. */
export async function startGoogleSimulator(options: GoogleSimulatorOptions = {}): Promise<GoogleSimulator> {
  const estate = options.estate ?? new SimulatedEstate(options.now === undefined ? {} : { now: options.now });
  const faults = new FaultBook<GoogleFault, SimulatedRequest>(fitsGoogleFault);
  const requests: SimulatedRequest[] = [];
  const simulation: Simulation = {
    router: {
      estate,
      routes: ROUTES,
      ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
    },
    faults,
    latencyMs: options.latencyMs ?? 0,
    validator: options.validate === false ? null : lazyValidator(options.liveOnly ?? []),
  };
  const server = createServer(async (message, response) => {
    const request = await readRequest(message);
    requests.push(request);
    try {
      await respond(simulation, request, response);
    } catch (error) {
      // A mistake of the simulator's own is an answer too: without one its caller would wait for ever.
      request.status = 501;
      send(response, { answer: failure(501, `The simulator failed: ${String(error)}`) });
    }
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    estate,
    faults,
    requests,
    close: async () => {
      await closeServer(server);
      await simulation.validator?.settled();
    },
  };
}

/** Listens on loopback; answers the port. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  );
  return (server.address() as AddressInfo).port;
}

/** Ends every connection and the server. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

interface Simulation {
  router: Router;
  faults: FaultBook<GoogleFault, SimulatedRequest>;
  latencyMs: number;
  validator: LazyValidator | null;
}

/** Made with the first answer; what has begun to be made is not left behind. */
interface LazyValidator {
  get(): Promise<AnswerValidator>;
  settled(): Promise<unknown>;
}

async function respond(
  simulation: Simulation,
  request: SimulatedRequest,
  response: ServerResponse,
): Promise<void> {
  if (simulation.latencyMs > 0) await wait(simulation.latencyMs, undefined, { ref: false });
  const answered = () => answerWithLogs(simulation.router, request);
  const fault = simulation.faults.strike(request);
  const effect = fault === undefined ? { answer: answered() } : applyFault(fault, request, answered);
  if (effect.delayMs !== undefined) await wait(effect.delayMs, undefined, { ref: false });
  // Whoever asked has hung up, or the test is over.
  if (response.destroyed) return;
  const answer = await checked(simulation, effect.answer);
  request.status = effect.cut ? null : answer.status;
  send(response, { ...effect, answer });
}

/** An answer that no official client could read is the simulator's own mistake, and says so. */
async function checked({ validator }: Simulation, answer: Answer): Promise<Answer> {
  if (validator === null) return answer;
  const problems = (await validator.get())(answer);
  if (problems.length === 0) return answer;
  return failure(
    501,
    `The simulator would have answered what the protos do not allow: ${problems.join('; ')}`,
  );
}

function send(response: ServerResponse, { answer, cut, text }: FaultEffect): void {
  const json = print(answer);
  const body = Buffer.from(text === undefined ? json : text.body(json));
  response.writeHead(answer.status, {
    'content-type': text?.type ?? 'application/json; charset=UTF-8',
    'content-length': body.length,
    ...answer.headers,
  });
  if (!cut) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
}

const texts = new WeakMap<object, string>();

/** Prints an answer; stored documents are printed once. */
function print({ body, list }: Answer): string {
  if (list === undefined || list.items.length === 0) return printOne(body);
  const rest = JSON.stringify(list.envelope).slice(1);
  const items = `"${list.key}":[${list.items.map(printOne).join(',')}]`;
  return `{${items}${rest === '}' ? '' : ','}${rest}`;
}

function printOne(document: object): string {
  if (!Object.isFrozen(document)) return JSON.stringify(document);
  const known = texts.get(document) ?? JSON.stringify(document);
  texts.set(document, known);
  return known;
}

function lazyValidator(liveOnly: string[]): LazyValidator {
  let validator: Promise<AnswerValidator> | undefined;
  return {
    get: () => {
      validator ??= createValidator(new Set(liveOnly));
      return validator;
    },
    settled: async () => validator,
  };
}
