import { part } from './containers.ts';
import { type FoundSecret, newestEnabled, type SecretVersion } from './secret-index.ts';

/** The annotation in which a secret's writer keeps the keyed fingerprint of one version's value. */
export const FINGERPRINT_ANNOTATION = 'plumbline-fingerprint';

const FORM = /^([1-9]\d*):([0-9a-f]{64})$/;

/** The keyed fingerprint of what a version holds, or in words that follow the secret's name why it is not known. */
export type AnnotatedValue = { known: true; fingerprint: string } | { known: false; why: string };

/** How the annotation is written: `<version>:<hmac>`. */
export function annotationValue(version: string, hmac: string): string {
  return `${version}:${hmac}`;
}

/** The fingerprint of the newest enabled version. */
export function newestFingerprint(secret: FoundSecret): AnnotatedValue {
  if (secret.versions.status === 'unread')
    return { known: false, why: 'has versions that could not be read' };
  const newest = newestEnabled(secret.versions.versions);
  if (newest === null) return { known: false, why: 'has no enabled version' };
  return fingerprintOfVersion(secret, newest);
}

/** The fingerprint of one version: the annotation speaks of one alone. */
export function fingerprintOfVersion(secret: FoundSecret, version: SecretVersion): AnnotatedValue {
  const annotation = part(secret.fields.annotations)[FINGERPRINT_ANNOTATION];
  if (annotation === undefined) return { known: false, why: `has no annotation ${FINGERPRINT_ANNOTATION}` };
  const [, annotated, hmac] = (typeof annotation === 'string' && FORM.exec(annotation)) || [];
  if (annotated === undefined || hmac === undefined)
    return { known: false, why: `has an annotation ${FINGERPRINT_ANNOTATION} that is not VERSION:HMAC` };
  if (annotated === version.number) return { known: true, fingerprint: hmac };
  const why = `has a fingerprint of version ${annotated}, and version ${version.number} is the one to be compared`;
  return { known: false, why };
}

/** How a version is annotated, without its value ever being shown. */
export function annotateCommand({ place }: FoundSecret, version: string): string {
  const at = `--project=${place.project}${place.region === null ? '' : ` --location=${place.region}`}`;
  return `gcloud secrets update ${place.name} ${at} --update-annotations="$(gcloud secrets versions access ${version} --secret=${place.name} ${at} | plumbline fingerprint --version ${version})"`;
}
