import { expect, test } from '@jest/globals';
import { settleMarkup } from '../../shared/alerts/settle-markup.ts';

const ID = '980401ff1a22';

test('a command stands in code as it is to be pasted, what else there is beside it', () => {
  const settle =
    "gcloud services api-keys update K --allowed-referrers='https://*.acme.com/*'; or change c.yaml:7 if this is *meant*";
  expect(settleMarkup(settle, ID)).toBe(
    "`gcloud services api-keys update K --allowed-referrers='https://*.acme.com/*'`; or change c.yaml:7 if this is ∗meant∗",
  );
});

test('a semicolon in quotes belongs to the command', () => {
  const settle = "gcloud projects remove-iam-policy-binding p --condition='a; b'";
  expect(settleMarkup(settle, ID)).toBe(`\`${settle}\``);
});

test('words in backticks are code; a backtick without a partner is none', () => {
  expect(settleMarkup('Declare it with `in` or `optional`.', ID)).toBe('Declare it with `in` or `optional`.');
  expect(settleMarkup('Look at `odd, <!here>.', ID)).toBe('Look at ˋodd, &lt;!here&gt;.');
});

test('what is too long is not cut in the middle of a command', () => {
  const grants = Array.from(
    { length: 9 },
    (_, n) => `gcloud secrets add-iam-policy-binding S${n} --member=m`,
  );
  const short = grants.slice(0, 3).join(' && ');
  expect(settleMarkup(short, ID)).toBe(`\`${short.replaceAll('&', '&amp;')}\``);
  expect(settleMarkup(grants.map((grant) => grant.padEnd(120, 'x')).join(' && '), ID)).toBe(
    '`plumbline findings show 980401ff1a22` says how.',
  );
});
