import type { JsonObject } from '../json.ts';
import type { Place, Raw } from './context.ts';
import { type Keyed, mapOf } from './keyed.ts';
import { countAt, isAbsent, listAt, objectAt, put, textAt, unlessEmpty } from './read.ts';
import { tellableName, wordsAt } from './token.ts';
import { keepUnknown } from './unknown.ts';

const PROBE = new Set([
  'failureThreshold',
  'grpc',
  'httpGet',
  'initialDelaySeconds',
  'periodSeconds',
  'tcpSocket',
  'timeoutSeconds',
]);
const HTTP_GET = new Set(['httpHeaders', 'path', 'port']);
const TCP_SOCKET = new Set(['port']);
const GRPC = new Set(['port', 'service']);

/** What a container without a startup probe gets: TCP on its port, once, for four minutes. */
const STANDARD = { failureThreshold: 1, periodSeconds: 240, timeoutSeconds: 240 };

interface ProbeContext {
  place: Place;
  /** The container's own port: what a probe without one asks. */
  port: number | string | undefined;
  where: string;
}

/** A probe without its documented defaults (delay 0, time-out 1, period 10, threshold 3, the container's port). */
export function probe(value: unknown, context: ProbeContext): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, context.where);
  const out: JsonObject = {};
  put(out, 'failureThreshold', number(raw.failureThreshold, 3, context));
  if (!isAbsent(raw.grpc)) put(out, 'grpc', grpc(objectAt(raw.grpc, `${context.where}.grpc`), context));
  if (!isAbsent(raw.httpGet))
    put(out, 'httpGet', httpGet(objectAt(raw.httpGet, `${context.where}.httpGet`), context));
  put(out, 'initialDelaySeconds', countAt(raw.initialDelaySeconds, `${context.where}.initialDelaySeconds`));
  put(out, 'periodSeconds', number(raw.periodSeconds, 10, context));
  if (!isAbsent(raw.tcpSocket)) {
    put(out, 'tcpSocket', tcpSocket(objectAt(raw.tcpSocket, `${context.where}.tcpSocket`), context));
  }
  put(out, 'timeoutSeconds', number(raw.timeoutSeconds, 1, context));
  keepUnknown(out, raw, { known: PROBE, place: context.place, sealed: true });
  return out;
}

/** The same; absent also where it is the platform's own default for a container with a port. */
export function startupProbe(value: unknown, context: ProbeContext): JsonObject | undefined {
  const own = probe(value, context);
  return own === undefined || isStandard(own) ? undefined : own;
}

function isStandard(own: JsonObject): boolean {
  const socket = own.tcpSocket as JsonObject | undefined;
  return (
    socket !== undefined &&
    unlessEmpty(socket) === undefined &&
    own.failureThreshold === STANDARD.failureThreshold &&
    own.periodSeconds === STANDARD.periodSeconds &&
    own.timeoutSeconds === STANDARD.timeoutSeconds &&
    Object.keys(own).length === 4
  );
}

/** Zero on the wire is an unset number. */
function number(value: unknown, standard: number, context: ProbeContext): number | string | undefined {
  const given = countAt(value, context.where);
  return given === standard ? undefined : given;
}

function portOf(value: unknown, context: ProbeContext): number | string | undefined {
  const port = countAt(value, `${context.where}.port`);
  return port === context.port ? undefined : port;
}

function tcpSocket(raw: Raw, context: ProbeContext): JsonObject {
  const out: JsonObject = {};
  put(out, 'port', portOf(raw.port, context));
  keepUnknown(out, raw, { known: TCP_SOCKET, place: context.place, sealed: true });
  return out;
}

function grpc(raw: Raw, context: ProbeContext): JsonObject {
  const out: JsonObject = {};
  put(out, 'port', portOf(raw.port, context));
  put(out, 'service', wordsAt(raw.service, `${context.where}.grpc.service`, context.place));
  keepUnknown(out, raw, { known: GRPC, place: context.place, sealed: true });
  return out;
}

function httpGet(raw: Raw, context: ProbeContext): JsonObject {
  const out: JsonObject = {};
  put(out, 'httpHeaders', headers(raw.httpHeaders, context));
  const path = wordsAt(raw.path, `${context.where}.httpGet.path`, context.place);
  put(out, 'path', path === '/' ? undefined : path);
  put(out, 'port', portOf(raw.port, context));
  keepUnknown(out, raw, { known: HTTP_GET, place: context.place, sealed: true });
  return out;
}

/** Headers by name, their values reduced: people put credentials there. */
function headers(value: unknown, { place, where }: ProbeContext): JsonObject | undefined {
  const entries = listAt(value, `${where}.httpHeaders`).map((item): Keyed => {
    const raw = objectAt(item, `${where}.httpHeaders`);
    const name = textAt(raw.name, `${where}.httpHeaders.name`) ?? '';
    return [tellableName(name, place), place.reduce(textAt(raw.value, `${where}.httpHeaders.value`) ?? '')];
  });
  return mapOf(entries);
}
