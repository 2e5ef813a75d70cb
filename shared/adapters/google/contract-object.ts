import { PlumblineError } from '../../errors.ts';
import type { Failed } from './answer.ts';
import { gapOf } from './outcome.ts';
import type { Transport } from './transport.ts';

const PLACE = /^gs:\/\/([^/]+)\/(.+)$/;

/** Whether a contract's name says that it is kept in a bucket. */
export function isObjectName(name: string): boolean {
  return name.startsWith('gs://');
}

/**
 * Reads a contract that is kept at `gs://bucket/object`, over a transport of the caller's own identity.
 * `file` names it with the generation that was read, `gs://bucket/object#1700000000000000`, as gcloud does.
 * Throws CONTRACT_UNREADABLE, and then says what to do.
 */
export async function readContractObject(
  transport: Transport,
  name: string,
): Promise<{ text: string; file: string }> {
  const [, bucket, object] = PLACE.exec(name) ?? [];
  if (bucket === undefined || object === undefined) throw unreadable(name, 'is not gs://bucket/object');
  const path = `/storage/v1/b/${bucket}/o/${object.split('/').map(encodeURIComponent).join('%2F')}`;
  const answer = await transport.get({ host: 'storage.googleapis.com', path, query: { alt: 'media' } });
  if (!answer.ok) {
    const { status, detail } = gapOf({ ...answer, project: bucket });
    const told = refusalWords(answer, bucket) ?? detail;
    throw unreadable(name, told, status === 'UNREACHABLE' || status === 'THROTTLED');
  }
  const { text, generation } = answer.body;
  if (typeof text !== 'string' || typeof generation !== 'string' || !/^\d+$/.test(generation))
    throw unreadable(name, 'Cloud Storage did not say which generation of it this is');
  return { text, file: `${name}#${generation}` };
}

/** What a bucket's owner can mend. */
function refusalWords({ failure }: Failed, bucket: string): string | null {
  if (failure.kind !== 'http') return null;
  if (failure.status === 404) return 'there is no such object';
  return failure.status === 403
    ? `the identity Plumbline runs as may not read it; grant it roles/storage.objectViewer on ${bucket}`
    : null;
}

function unreadable(name: string, why: string, retryable = false): PlumblineError {
  return new PlumblineError('CONTRACT_UNREADABLE', `${name}: ${why}`, { retryable });
}
