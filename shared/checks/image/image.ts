import type { Check, RawResult } from '../model.ts';
import { eachRole, judgePlaces } from '../results/each-role.ts';
import { pairSubject } from '../results/pairs.ts';
import { blindResult, listed, result } from '../results/result.ts';
import { gapWords, type ServicePair } from '../view/lookup.ts';
import { type Released, releasedService } from '../view/released.ts';
import type { EstateView } from '../view/view.ts';
import { compareImages } from './pairs.ts';

/** Check 19: the same image is released in compared environments. */
export const image: Check = {
  id: 'image',
  number: 19,
  title: 'Released image',
  explanation:
    'Compared environments run the same image: the same path below the project it is kept in, the same digest or tag, the same commit. What serves is compared, not what the template would deploy. Another repository is another program and fails; another build of the same one is left to a person, since an environment may be ahead; a tag against a digest cannot be decided, and latest says nothing of what runs.',
  run: eachRole((role, { view }) => [
    ...judgePlaces(role, view, () => []),
    ...role.pairs.flatMap((pair) => comparePair(pair, view)),
  ]),
};

function comparePair(pair: ServicePair, view: EstateView): RawResult[] {
  const candidate = releasedService(pair.candidate, view);
  const reference = releasedService(pair.reference, view);
  const unclear = [
    ...unknownRelease(pair, 'candidate', candidate),
    ...unknownRelease(pair, 'reference', reference),
  ];
  if (candidate.status !== 'known' || reference.status !== 'known') return unclear;
  return compareImages(pair, { candidate, reference, view });
}

function unknownRelease(pair: ServicePair, side: 'candidate' | 'reference', seen: Released): RawResult[] {
  const about = pairSubject(pair, side);
  const { label } = pair[side];
  if (seen.status === 'known') return [];
  if (seen.status === 'unread')
    return [
      blindResult(about, {
        message: `${label} serves ${seen.revision}, which could not be read (${gapWords(seen.gap)}), so its image is not compared.`,
        settle: 'Mend the coverage gap named in the message and run again.',
      }),
    ];
  return [
    result('REVIEW_REQUIRED', about, {
      message: `${label} serves several revisions (${listed(seen.revisions)}), so there is no one image to compare.`,
      path: 'traffic',
      observed: seen.revisions,
      settle: `Compare again when one revision takes the traffic, or waive image for ${pair.role} with an expiry.`,
    }),
  ];
}
