import { markResolved } from '../../shared/alerts/deliver.ts';
import { messagesFor } from '../../shared/alerts/group.ts';
import type { AlertMessage } from '../../shared/alerts/model.ts';
import { context, many, told } from './fixtures.ts';

function only(message: ReturnType<typeof messagesFor>): AlertMessage {
  const part = message[0]?.parts[0];
  if (part === undefined) throw new Error('no message');
  return part;
}

const DRIFT = told('api', {
  kind: 'drift',
  severity: 'critical',
  path: 'template.containers.main.env.PLAID_ENV',
  rule: null,
  source: null,
  before: { kind: 'literal', fingerprint: '1a2b3c4d5e6f', mentions: [] },
  after: { kind: 'secret', secret: 'PLAID_ENV', version: 'latest' },
  expected: null,
  actor: {
    principal: 'ann@example.com',
    tool: 'gcloud',
    at: '2026-02-27T02:58:00.000Z',
    confidence: 'medium',
  },
  message: 'environment key PLAID_ENV changed',
  settle: 'Put it back, or state the new value in the contract.',
  windowId: 'W-7',
});
const GAP = told('gap', {
  kind: 'read-gap',
  severity: 'high',
  role: null,
  resource: 'secretmanager.secrets',
  path: null,
  rule: null,
  source: null,
  before: null,
  after: 'DENIED',
  expected: 'OK',
  message:
    'secretmanager.secrets of jualuma-prod could not be read (DENIED: secretmanager.secrets.list is missing). Unseen meanwhile: which secrets there are and how they are replicated and rotated.',
  settle: 'Give the viewer the missing permission or enable the API; plumbline doctor names it.',
});
const EMPTIED = told('emptied', {
  ...GAP.record,
  fingerprint: 'e'.repeat(64),
  resource: 'run.services/us-central1',
  before: 12,
  after: 'EMPTIED',
  expected: null,
  message:
    'run.services/us-central1 of jualuma-prod was read and lists nothing; 12 were there at the last reading. Either all were deleted, or the list is not whole.',
  settle: 'Accept it if they were deleted on purpose; otherwise run plumbline doctor.',
});
const SILENT_CHANNEL = told('channel', {
  ...GAP.record,
  fingerprint: 'f'.repeat(64),
  resource: 'alerts/#prod-drift',
  after: 'UNDELIVERED',
  expected: null,
  message:
    'Messages to #prod-drift are undelivered since 2026-02-27T02:10:00.000Z (is_archived: the channel is archived: name another one): nobody has been told what they say.',
  settle:
    'Mend the channel or the Slack app, or name another channel; they are kept, and go out with the next pass.',
});
const PLAIN = told('web', {
  severity: 'medium',
  role: 'marketing',
  rule: 'resources',
  path: 'template.containers.main.resources.limits.memory',
  before: null,
  after: '2Gi',
  expected: '1Gi',
  message: 'prod web has memory 2Gi; the contract says 1Gi.',
});

const WINDOW = {
  windowId: 'bg-20260227-4f9c2a',
  windowTicket: 'INC-227',
  windowExpiresAt: '2026-02-27T07:10:00.000Z',
};
const IN_WINDOW = only(
  messagesFor([told('backend', WINDOW), { ...DRIFT, record: { ...DRIFT.record, ...WINDOW } }], context()),
);
const ENDED = only(
  messagesFor(
    [
      told(
        'backend',
        { ...WINDOW, actor: DRIFT.record.actor },
        { kind: 'window-expired', reason: 'neither-reverted-nor-written-back' },
      ),
    ],
    context({ runId: 'run-5', at: '2026-02-27T07:20:00.000Z' }),
  ),
);

const ALERT = only(messagesFor([PLAIN, GAP, told('backend'), DRIFT], context()));
const RESOLVED = only(
  messagesFor(
    [told('backend', { state: 'resolved', toldBy: 'entry' }, { kind: 'resolved', reason: 'reverted' })],
    context({ runId: 'run-2', at: '2026-02-27T04:10:00.000Z' }),
  ),
);

/** One message of every kind, as people get it. */
export const MESSAGES: Record<string, AlertMessage> = {
  alert: ALERT,
  'break-glass': IN_WINDOW,
  'break-glass-ended': ENDED,
  'alert-health': only(messagesFor([EMPTIED, SILENT_CHANNEL], context())),
  resolved: RESOLVED,
  'alert-partly-resolved': markResolved(ALERT, RESOLVED),
  'alert-long': only(messagesFor(many(23), context())),
  baseline: only(
    messagesFor(
      [...many(11), told('low', { severity: 'low' })].map(({ record }) =>
        told(record.resource, record, { reason: 'first-run' }),
      ),
      context({ firstRun: true }),
    ),
  ),
  'baseline-clean': only(messagesFor([], context({ firstRun: true }))),
  'baseline-partly-read': only(
    messagesFor([], context({ firstRun: true, scopes: { total: 54, read: 48, unread: 3 } })),
  ),
  'baseline-unread': only(
    messagesFor([], context({ firstRun: true, scopes: { total: 54, read: 0, unread: 51 } })),
  ),
  reminder: only(
    messagesFor(
      [told('backend', {}, { kind: 'reminded', reason: 'still-open' })],
      context({ runId: 'run-9' }),
    ),
  ),
  'second-copy': {
    ...RESOLVED,
    notice: 'Possibly a second copy: an earlier attempt to send this ended without an answer.',
  },
};
