import { expect, test } from '@jest/globals';
import { runCommand } from '../../shared/checks/results/run-command.ts';

test.each([
  ['services update web --project=p --region=r --no-iap'],
  ['services update web --project=p --region=r --default-url'],
  ['worker-pools update pool --project=p --region=r --service-account=a'],
])('what only the beta track has in an older gcloud is said there: %s', (words) => {
  expect(runCommand(words)).toBe(`gcloud beta run ${words}`);
});

test.each([
  ['services update web --project=p --region=r --no-invoker-iam-check'],
  ['jobs update nightly --project=p --region=r --update-env-vars=WITH_IAP=--iapx'],
])('what every track has is said without one: %s', (words) => {
  expect(runCommand(words)).toBe(`gcloud run ${words}`);
});
