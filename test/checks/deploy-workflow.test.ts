import { expect, test } from '@jest/globals';
import { deployWorkflow } from '../../shared/checks/deploy-workflow.ts';
import { brief, runCheck } from '../fakes/check-tester.ts';

test('deploy-workflow is undecided and says why', () => {
  const results = runCheck(deployWorkflow, {
    contract: { services: { app: {} } },
    estate: { dev: {}, prod: {} },
  });
  expect(brief(results)).toEqual(['BLIND dev/prod']);
  expect(results[0]?.message).toContain('Workflows are not read');
});
