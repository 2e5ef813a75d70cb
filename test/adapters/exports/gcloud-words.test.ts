import { describe, expect, test } from '@jest/globals';
import { classifyWords, gapOfWords, tidyWords } from '../../../shared/adapters/exports/gcloud-words.ts';

describe('what gcloud says', () => {
  test.each([
    ['ERROR: (gcloud.secrets.list) PERMISSION_DENIED: Permission denied on resource project x.', 'DENIED'],
    [
      'ERROR: (gcloud.run.services.list) User [a@example.com] does not have permission to access namespaces instance [x] (or it may not exist)',
      'DENIED',
    ],
    [
      'ERROR: (gcloud.run.services.list) PERMISSION_DENIED: Cloud Run Admin API has not been used in project 1 before or it is disabled.',
      'API_DISABLED',
    ],
    ['API [secretmanager.googleapis.com] not enabled on project [1].', 'API_DISABLED'],
    ['- reason: SERVICE_DISABLED', 'API_DISABLED'],
    [
      'ERROR: (gcloud.secrets.versions.list) RESOURCE_EXHAUSTED: Quota exceeded for quota metric',
      'THROTTLED',
    ],
    ['ERROR: HttpError accessing <https://x>: response: <429>', 'THROTTLED'],
    ['ERROR: 403 RATE_LIMIT_EXCEEDED', 'THROTTLED'],
    [
      'WARNING: The following Cloud Run regions did not respond: europe-west1. List results may be incomplete.',
      'UNREACHABLE',
    ],
    ['ERROR: gcloud crashed (ConnectionError): Connection refused', 'UNREACHABLE'],
    ['ERROR: UNAVAILABLE: The service is currently unavailable.', 'UNREACHABLE'],
    ['ERROR: (gcloud.run.services.get-iam-policy) NOT_FOUND: Resource not found', 'ERROR'],
    [
      "ERROR: HttpError accessing <https://x>: response: <{'content-length': '403', 'connection': 'keep-alive', 'status': 500}>, content <{\"error\":{\"code\":500,\"status\":\"INTERNAL\"}}> This may be due to network connectivity issues.",
      'ERROR',
    ],
    [
      "ERROR: HttpError accessing <https://x>: response: <{'content-length': '500', 'status': '403'}>, content <>",
      'DENIED',
    ],
    ['', 'ERROR'],
  ])('%s', (words, status) => {
    expect(classifyWords(words)).toBe(status);
  });

  test('the detail is one printable line that begins at the error and holds no token', () => {
    const words = `WARNING: impersonating\n\n\u001b[31mERROR:\u001b[0m denied for Bearer abc.def\r\nand ya29.a0Af_x-y\n\u0007three\nfour`;
    expect(tidyWords(words)).toBe('ERROR: denied for [token] and [token] three');
    expect(tidyWords('x'.repeat(5000))).toHaveLength(300);
  });

  test('an empty error file still says that something failed', () => {
    expect(gapOfWords('p/x.json.error', '\n').detail).toBe(
      'p/x.json.error says that the export failed, without a reason',
    );
  });
});
