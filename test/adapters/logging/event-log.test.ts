import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { openEventLogs, traceOf } from '../../../shared/adapters/logging/event-log.ts';
import type { LogLine } from '../../../shared/ports.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

/** What is printed for lines written on behalf of a request. */
async function printed(project: string | null, header: string | null, ...lines: LogLine[]) {
  const output = new PassThrough();
  const log = (await openEventLogs({ project, output })).forTrace(header);
  for (const line of lines) log.write(line);
  output.end();
  const out = await text(output);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a trace header', () => {
  test.each([
    ['traceparent', `00-${TRACE}-b7ad6b7169203331-01`, TRACE],
    ['X-Cloud-Trace-Context', `${TRACE}/12345;o=1`, TRACE],
    ['the trace alone', TRACE, TRACE],
    ['nothing', null, null],
    ['words', 'hello', null],
    ['too short', '0af765/1', null],
    ['an injection', `${TRACE}","severity":"EMERGENCY`, null],
  ])('%s', (_name, header, trace) => {
    expect(traceOf(header)).toBe(trace);
  });
});

describe('a line', () => {
  test('is one JSON document whose fields Cloud Logging takes for severity, trace and payload', async () => {
    const line: LogLine = { severity: 'INFO', event: 'pass', message: 'well', runId: 'run-1', calls: 54 };
    const [first, ...others] = await printed('ops', `${TRACE}/1`, line);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      severity: 'INFO',
      event: 'pass',
      message: 'well',
      runId: 'run-1',
      calls: 54,
      'logging.googleapis.com/trace': `projects/ops/traces/${TRACE}`,
    });
  });

  test('has no trace where none was given or no project is known, and no field without a value', async () => {
    for (const [project, header] of [
      ['ops', null],
      [null, TRACE],
    ] as const) {
      const [line] = await printed(project, header, { severity: 'ERROR', message: 'm', field: undefined });
      expect(line).toMatchObject({ severity: 'ERROR', message: 'm' });
      expect(line).not.toHaveProperty('field');
      expect(line?.['logging.googleapis.com/trace']).toBeUndefined();
    }
  });

  test('stays one line, whatever stands in it', async () => {
    const lines = await printed('ops', null, { severity: 'WARNING', message: 'a\nb\u2028"}{' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ message: 'a\nb\u2028"}{' });
  });
});
