import { z } from 'zod';
import { secretId } from './google.ts';
import { environmentName, type Names } from './names.ts';
import { perEnvironment } from './per-environment.ts';
import { section, someOf } from './section.ts';
import { must, wholeNumber } from './words.ts';

/** What secrets must look like; their payloads are never read. */
export function secrets(names: Names) {
  const vary = perEnvironment(names);
  const parity = section('a fingerprint rule', {
    same: someOf('a list of at least two environments', environmentName(names))
      .min(2, { error: 'must name at least two environments' })
      .describe('Environments that hold the same value, by the annotation plumbline-fingerprint.'),
  });
  return section('secrets', {
    maxAgeDays: vary(wholeNumber(1, 3_650))
      .optional()
      .describe('Days after which the newest enabled version is too old.'),
    fingerprints: z
      .record(secretId(), parity, must('a map of secrets by id'))
      .optional()
      .describe('Secrets whose values are held alike through their fingerprint annotation.'),
  }).describe('What secrets must look like; payloads are never read.');
}
