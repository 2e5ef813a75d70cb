import { z } from 'zod';
import { iamMember, iamRole } from './google.ts';
import type { Names } from './names.ts';
import { perEnvironment } from './per-environment.ts';
import { listOf, section } from './section.ts';
import { must, wholeNumber } from './words.ts';

/** Who may hold roles, and which keys may exist. */
export function iam(names: Names) {
  const vary = perEnvironment(names);
  const aged = section('a limit of age', {
    maxAgeDays: wholeNumber(1, 3_650).describe('Days after which a key is too old.'),
  });
  const forbidden = z.literal('forbidden', must('forbidden or { maxAgeDays: 90 }'));
  const keys = z.union([forbidden, aged], must('forbidden or { maxAgeDays: 90 }'));
  return section('iam', {
    humans: vary(listOf('a list of IAM members', iamMember()))
      .optional()
      .describe('The only people who may hold a role on the project, or on a service, job or secret of it.'),
    forbiddenRoles: vary(listOf('a list of IAM roles', iamRole()))
      .optional()
      .describe('Roles no service account may hold.'),
    serviceAccountKeys: vary(keys)
      .optional()
      .describe('User-managed keys: forbidden, or allowed up to an age.'),
  }).describe('Who may hold roles, and which keys may exist.');
}
