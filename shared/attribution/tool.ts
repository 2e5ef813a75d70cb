import { sanitiseText } from '../estate/sanitise.ts';
import { printable } from '../findings/printable.ts';
import { shorten } from '../findings/show-value.ts';

/** What a user agent begins with or holds, and what people call it; the first that fits. `version`: where its number stands. */
const TOOLS: readonly { mark: RegExp; name: string; version?: RegExp }[] = [
  { mark: /github[-_]?actions/i, name: 'GitHub Actions' },
  { mark: /terraform/i, name: 'terraform', version: /\bterraform\/v?(\d[\w.-]*)/i },
  { mark: /opentofu/i, name: 'tofu', version: /\bopentofu\/v?(\d[\w.-]*)/i },
  { mark: /pulumi/i, name: 'pulumi', version: /\bpulumi[\w-]*\/v?(\d[\w.-]*)/i },
  { mark: /\bgcloud\b/i, name: 'gcloud', version: /\bgcloud\/v?(\d[\w.-]*)/i },
  {
    mark: /\bgl-|google-api-|google-cloud-|google-auth|\bgccl\/|\bgapic\/|\bgrpc-/i,
    name: 'a client library',
  },
  { mark: /^Mozilla\//, name: 'the console' },
];
const LONGEST = 60;

/** The tool behind a user agent, in the words people use for it; an unknown one is named by its first word, none is null. */
export function toolOf(userAgent: string): string | null {
  // Google's front end signs behind the caller; alone it says nothing of a tool.
  if (/^[\s,]*(?:\(gzip\)|gzip\(gfe\)|[\s,])*$/.test(userAgent)) return null;
  const tool = TOOLS.find(({ mark }) => mark.test(userAgent));
  if (tool === undefined) return shorten(sanitiseText(printable(userAgent).split(' ')[0] ?? ''), LONGEST);
  const version = tool.version?.exec(userAgent)?.[1];
  return version === undefined ? tool.name : `${tool.name} ${shorten(version, LONGEST)}`;
}
