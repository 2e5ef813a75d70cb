import type { RawDocument } from '../../estate/source.ts';
import { type Trouble, troubleOf } from './members.ts';
import type { ReaderContext } from './reader.ts';

/** Without it Google leaves conditions out of the policy. */
export const POLICY_VERSION = '3';

/** Where the policy of one resource is read, and under which name it is handed over. */
export interface PolicyOf extends Omit<RawDocument, 'body'> {
  host: string;
  /** The resource's path, without the verb. */
  path: string;
}

/** Reads one resource's own IAM policy with its conditions; inherited ones are not part of it. */
export async function readPolicy(context: ReaderContext, policy: PolicyOf): Promise<Trouble | null> {
  const { host, path, ...document } = policy;
  const answer = await context.transport.get({
    host,
    path: `${path}:getIamPolicy`,
    query: { 'options.requestedPolicyVersion': POLICY_VERSION },
    signal: context.signal,
  });
  if (!answer.ok) {
    return troubleOf(answer);
  }
  context.emit({ ...document, body: answer.body });
  return null;
}
