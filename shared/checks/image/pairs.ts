import type { Severity } from '../../findings/model.ts';
import type { Json } from '../../snapshot/json.ts';
import { formatPath, parsePath } from '../../snapshot/path.ts';
import type { CheckStatus, RawResult } from '../model.ts';
import { pairSubject } from '../results/pairs.ts';
import { listed, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { updateCommand } from '../results/wording.ts';
import { type ObservedContainer, pairContainers, part } from '../view/containers.ts';
import type { ServicePair } from '../view/lookup.ts';
import type { Released } from '../view/released.ts';
import type { EstateView } from '../view/view.ts';
import { type ImageName, parseImage } from './name.ts';

type Known = Extract<Released, { status: 'known' }>;

/** Both sides of a pair as they are released. */
export interface ReleasedPair {
  candidate: Known;
  reference: Known;
  view: EstateView;
}

/** One result for each container whose image differs or cannot be compared, and for another commit; else one that holds. */
export function compareImages(pair: ServicePair, released: ReleasedPair): RawResult[] {
  const { candidate, reference } = released;
  const containers = pairContainers(candidate.service, reference.service);
  const unlike = containers.flatMap((both) => compareContainers(pair, both, released));
  // Another build is of another commit anyway; told is what the images do not show.
  const results = unlike.length > 0 ? unlike : compareCommits(pair, released);
  if (results.length > 0) return results;
  const message = () => {
    const names = containers.flatMap(([mine]) => (mine === null ? [] : [shown(imageOf(mine, candidate))]));
    return `${pair.candidate.label} and ${pair.reference.label} run the same image: ${listed(names)}.`;
  };
  return [result('PASS', pairSubject(pair, 'candidate'), { message })];
}

function compareContainers(
  pair: ServicePair,
  [mine, theirs]: [ObservedContainer | null, ObservedContainer | null],
  released: ReleasedPair,
): RawResult[] {
  if (mine === null || theirs === null) {
    const name = mine?.name ?? theirs?.name ?? '';
    const [has, lacks] = mine === null ? ['reference', 'candidate'] : ['candidate', 'reference'];
    const words = `${pair[has as 'candidate'].label} runs container ${name}, ${pair[lacks as 'candidate'].label} has none of that name`;
    return [differ(pair, 'REVIEW_REQUIRED', { words, path: mine?.path ?? theirs?.path ?? 'template' })];
  }
  const images = [imageOf(mine, released.candidate), imageOf(theirs, released.reference)] as const;
  const verdict = compareNames(images);
  if (verdict === null) return [];
  const sides = `${pair.candidate.label} runs ${shown(images[0])}, ${pair.reference.label} ${shown(images[1])}`;
  const said = {
    words: `${sides}: ${verdict.words}`,
    path: formatPath([...parsePath(mine.path), 'image']),
    expected: shown(images[1]),
    observed: shown(images[0]),
  };
  if (verdict.status !== 'FAIL') return [differ(pair, verdict.status, said)];
  const severity = weigh(released.view, pair.candidate.environment, { fieldClass: 'config' });
  return [differ(pair, 'FAIL', { ...said, severity })];
}

/** What two names say of one image; null where it is the same. */
function compareNames([a, b]: readonly [ImageName, ImageName]): {
  status: CheckStatus;
  words: string;
} | null {
  if (a.repository !== b.repository) return { status: 'FAIL', words: 'that is another image' };
  if (a.digest !== null && b.digest !== null)
    return a.digest === b.digest ? null : review('that is another build');
  if (a.tag === 'latest' || b.tag === 'latest') return review('latest says nothing of what runs');
  if ((a.digest === null) !== (b.digest === null))
    return review('whether the tag means that digest cannot be told from here');
  return a.tag === b.tag ? null : review('that is another build');
}

function review(words: string): { status: CheckStatus; words: string } {
  return { status: 'REVIEW_REQUIRED', words };
}

/** Deployments stamp the commit on the service or on its template. */
function compareCommits(pair: ServicePair, { candidate, reference }: ReleasedPair): RawResult[] {
  const [mine, theirs] = [commitOf(candidate), commitOf(reference)];
  if (mine === null || theirs === null || mine === theirs) return [];
  const words = `${pair.candidate.label} is of commit ${mine}, ${pair.reference.label} of ${theirs}`;
  return [
    differ(pair, 'REVIEW_REQUIRED', { words, path: 'labels.commit-sha', expected: theirs, observed: mine }),
  ];
}

function commitOf({ service }: Known): string | null {
  const { labels, template } = service.fields;
  const deployed = part(part(template).labels)['commit-sha'];
  if (typeof deployed === 'string') return deployed;
  const stamped = part(labels)['commit-sha'];
  return typeof stamped === 'string' ? stamped : null;
}

function differ(
  pair: ServicePair,
  status: CheckStatus,
  said: { words: string; path: string; expected?: Json; observed?: Json; severity?: Severity },
): RawResult {
  const { candidate, role } = pair;
  return result(status, pairSubject(pair, 'candidate'), {
    message: `${said.words}.`,
    path: said.path,
    expected: said.expected ?? null,
    observed: said.observed ?? null,
    severity: said.severity ?? 'low',
    settle: `${updateCommand(candidate, '--image=IMAGE@DIGEST')} with the image that is meant; or waive image for ${role} with an expiry.`,
  });
}

/** The digest an image resolved to says more than the tag it was deployed by. */
function imageOf({ name, fields }: ObservedContainer, { digests }: Known): ImageName {
  const named = parseImage(typeof fields.image === 'string' ? fields.image : '');
  const digest = digests[name];
  return typeof digest === 'string' ? { ...named, tag: null, digest } : named;
}

function shown({ repository, tag, digest }: ImageName): string {
  return digest === null ? `${repository}:${tag ?? 'latest'}` : `${repository}@${digest}`;
}
