import { expect, test } from '@jest/globals';
import { substitute, substitutionsOf } from './substitutions.ts';

test.each([
  ['with braces', 'a/${_NAME}/b', 'a/x/b'],
  ['without', '-var=p=$_NAME -out', '-var=p=x -out'],
  ['escaped', '$$HOME and $${_NAME}', '$HOME and ${_NAME}'],
])('a name %s', (_, text, expected) => {
  expect(substitute(text, { _NAME: 'x' })).toBe(expected);
});

test.each(['${_OTHER}', '$OTHER', '$i'])('%s is refused: Cloud Build knows no such name', (text) => {
  expect(() => substitute(text, { _NAME: 'x' })).toThrow(`${text} is no substitution`);
});

test('the file may say one in terms of what is built in', () => {
  expect(substitutionsOf({ _BUCKET: '${PROJECT_ID}-terraform' })).toMatchObject({
    _BUCKET: 'plumbline-dry-terraform',
  });
});
