import type { ScopeRef } from '../../estate/source.ts';
import { gapOf } from './outcome.ts';
import { POLICY_VERSION } from './policies.ts';
import { notRead, type Reader, readScopes, readWhole } from './reader.ts';

const SCOPE: ScopeRef = { resource: 'resourcemanager.projects.iamPolicy', region: null };

/** Reads the project's own IAM policy with conditions and audit settings. */
export const readProjectPolicy: Reader = (context) =>
  readScopes(context, [SCOPE], async () => {
    const { transport, target, emit, signal } = context;
    const answer = await transport.post({
      host: 'cloudresourcemanager.googleapis.com',
      path: `/v3/projects/${target.project}:getIamPolicy`,
      body: { options: { requestedPolicyVersion: Number(POLICY_VERSION) } },
      signal,
    });
    if (!answer.ok) {
      return [notRead(SCOPE, gapOf(answer))];
    }
    emit({ ...SCOPE, name: target.project, body: answer.body });
    return [readWhole(SCOPE)];
  });
