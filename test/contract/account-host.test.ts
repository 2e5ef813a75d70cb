import { describe, expect, test } from '@jest/globals';
import {
  accountHost,
  accountScope,
  defaultAccountNumber,
  defaultAccountOf,
} from '../../shared/contract/account-host.ts';

describe('where the accounts of a project have their emails', () => {
  test.each([
    ['shop-prod', 'shop-prod', 'shop-prod.iam.gserviceaccount.com'],
    ['example.com:app', 'app.example.com', 'app.example.com.iam.gserviceaccount.com'],
  ])('%s', (project, scope, host) => {
    expect([accountScope(project), accountHost(project)]).toEqual([scope, host]);
  });
});

describe('the default compute account', () => {
  test('is of the project of its number', () => {
    expect(defaultAccountNumber(defaultAccountOf('678067977394'))).toBe('678067977394');
  });

  test.each([
    'cr-678067977394-compute@shop-prod.iam.gserviceaccount.com',
    'x678067977394-compute@developer.gserviceaccount.com',
    '678067977394-compute@developer.gserviceaccount.com.evil.example',
    'shop-prod@appspot.gserviceaccount.com',
  ])('is not %s', (email) => {
    expect(defaultAccountNumber(email)).toBeNull();
  });
});
