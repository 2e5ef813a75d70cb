import type { RawResult } from '../model.ts';
import { pairSubject } from '../results/pairs.ts';
import { result } from '../results/result.ts';
import type { ObservedContainer } from '../view/containers.ts';
import type { ServicePair } from '../view/lookup.ts';
import { type MountedSecret, mountedSecrets } from './mounted-secrets.ts';

/** Compares the secrets that two containers see as files, by mount path. The contract has no word for them, so a difference is for people. */
export function compareMounts(
  pair: ServicePair,
  [candidate, reference]: [ObservedContainer | null, ObservedContainer | null],
): RawResult[] {
  const mine = candidate === null ? [] : mountedSecrets(pair.candidate, candidate);
  const theirs = reference === null ? [] : mountedSecrets(pair.reference, reference);
  return [
    ...mine.flatMap((mount) => compareMount(pair, mount, find(theirs, mount))),
    ...theirs.filter((mount) => find(mine, mount) === null).map((mount) => onlyOn(pair, 'reference', mount)),
  ];
}

function compareMount(pair: ServicePair, mine: MountedSecret, theirs: MountedSecret | null): RawResult[] {
  if (theirs === null) return [onlyOn(pair, 'candidate', mine)];
  if (mine.pinned === theirs.pinned) return [];
  const message = `The secret at ${mine.mountPath} is ${pinning(mine)} in ${pair.candidate.label} and ${pinning(theirs)} in ${pair.reference.label}.`;
  return [
    result('REVIEW_REQUIRED', pairSubject(pair, 'candidate'), {
      message,
      path: mine.path,
      expected: pinning(theirs),
      observed: pinning(mine),
      settle: `Bind the secret at ${mine.mountPath} the same way on both sides, or waive it with an expiry.`,
    }),
  ];
}

function onlyOn(pair: ServicePair, side: 'candidate' | 'reference', mount: MountedSecret): RawResult {
  const other = side === 'candidate' ? 'reference' : 'candidate';
  return result('REVIEW_REQUIRED', pairSubject(pair, side), {
    message: `${pair[side].label} mounts secret ${mount.secret} at ${mount.mountPath}; ${pair[other].label} mounts no secret there.`,
    path: mount.path,
    observed: { kind: 'secret', secret: mount.secret, pinned: mount.pinned },
    settle: `Mount it on both sides, or waive it for ${pair.role} with an expiry.`,
  });
}

function pinning(mount: MountedSecret): string {
  return mount.pinned ? 'pinned' : 'latest';
}

function find(mounts: MountedSecret[], wanted: MountedSecret): MountedSecret | null {
  return mounts.find(({ mountPath }) => mountPath === wanted.mountPath) ?? null;
}
