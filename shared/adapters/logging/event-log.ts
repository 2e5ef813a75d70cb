import type { Writable } from 'node:stream';
import type { EventLog, LogLine } from '../../ports.ts';

/** Where a request belongs, in Cloud Logging's words: the value of its traceparent or X-Cloud-Trace-Context header. */
export type TraceHeader = string | null;

export interface EventLogOptions {
  /** The project traces belong to; without it lines carry no trace. */
  project: string | null;
  /** Standard output by default, where Cloud Run's agent reads it. */
  output?: Writable;
}

/** Structured lines of one process, each with the trace of the request it was opened for. */
export interface EventLogs {
  forTrace(header: TraceHeader): EventLog;
}

const LOG_NAME = 'plumbline';

/**
 * Writes lines through the synchronous log of Google's logging package: nothing is buffered that a frozen
 * instance could lose. Only its parts that format an entry are loaded (60 ms; the whole client, with
 * gRPC, takes 380 ms and 50 MB), so it needs no credentials and makes no call.
 */
export async function openEventLogs(options: EventLogOptions): Promise<EventLogs> {
  const log = await openLog(options);
  return {
    forTrace: (header) => {
      const trace = traceOf(header);
      const place =
        options.project === null || trace === null
          ? {}
          : { trace: `projects/${options.project}/traces/${trace}` };
      return {
        write: ({ severity, ...line }) => log.write(log.entry({ severity, ...place }, fieldsOf(line))),
      };
    },
  };
}

/** The trace id (32 hex digits) of a W3C traceparent or an X-Cloud-Trace-Context header; null where it is neither. */
export function traceOf(header: TraceHeader): string | null {
  return /^(?:[0-9a-f]{2}-)?([0-9a-f]{32})(?:[-/]|$)/.exec(header ?? '')?.[1] ?? null;
}

async function openLog({ project, output }: EventLogOptions) {
  const [{ LogSync }, { Entry }, { setInstrumentationStatus }] = await Promise.all([
    import('@google-cloud/logging/build/src/log-sync.js'),
    import('@google-cloud/logging/build/src/entry.js'),
    import('@google-cloud/logging/build/src/utils/instrumentation.js'),
  ]);
  // Else the library adds a line about itself to the first one.
  setInstrumentationStatus(true);
  type Logging = ConstructorParameters<typeof LogSync>[0];
  type Metadata = ConstructorParameters<typeof Entry>[0];
  const logging = {
    projectId: project ?? '',
    entry: (metadata: Metadata, data: object) => new Entry(metadata, data),
  };
  return new LogSync(logging as unknown as Logging, LOG_NAME, output ?? process.stdout, {
    useMessageField: false,
  });
}

/** What has no value is not there: Cloud Logging would show it as null. */
function fieldsOf(line: Omit<LogLine, 'severity'>): Record<string, string | number> {
  const known = Object.entries(line).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Record<string, string | number>;
}
