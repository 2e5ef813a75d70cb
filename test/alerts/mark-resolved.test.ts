import { expect, test } from '@jest/globals';
import { markResolved } from '../../shared/alerts/deliver.ts';
import { messagesFor } from '../../shared/alerts/group.ts';
import type { AlertMessage } from '../../shared/alerts/model.ts';
import type { Told } from '../../shared/findings/transitions.ts';
import { context, told } from './fixtures.ts';

function message(...news: Told[]): AlertMessage {
  const [part] = messagesFor(news, context()).flatMap(({ parts }) => parts);
  if (part === undefined) throw new Error('no message');
  return part;
}

const OVER = { kind: 'resolved' as const, reason: 'reverted' };
const resolvedIn = (alert: AlertMessage, end: AlertMessage) =>
  markResolved(alert, end).items.map(({ finding, resolved }) => [finding.resource, resolved === true]);

test('an alert shows which of its findings are over', () => {
  const alert = message(told('api'), told('web'));
  expect(resolvedIn(alert, message(told('web', {}, OVER)))).toEqual([
    ['run.services/us-central1/api', false],
    ['run.services/us-central1/web', true],
  ]);
});

test('what was told as a drift is over with the violation that took its place over', () => {
  const drift = { kind: 'drift' as const, rule: null, resource: 'run.services/us-central1/api' };
  const alert = message(told('api drift', drift), told('web', { kind: 'drift', rule: null }));
  expect(resolvedIn(alert, message(told('api', {}, OVER)))).toEqual([
    ['run.services/us-central1/api', true],
    ['run.services/us-central1/web', false],
  ]);
});

test('a violation of the same place is not over with another one', () => {
  const alert = message(told('api access', { rule: 'access', resource: 'run.services/us-central1/api' }));
  expect(resolvedIn(alert, message(told('api', {}, OVER)))).toEqual([
    ['run.services/us-central1/api', false],
  ]);
});
