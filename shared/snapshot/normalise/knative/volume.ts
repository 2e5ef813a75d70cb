import type { Raw } from '../context.ts';
import { isAbsent, listAt, objectAt } from '../read.ts';
import { commaList } from './annotations.ts';
import { type Revision, secretOf } from './container.ts';

const GCS_DRIVER = 'gcsfuse.run.googleapis.com';
const MEDIUM: Record<string, string> = { Memory: 'MEMORY' };

/** A v1 volume in v2 shape; a driver other than Cloud Storage's stays as it is, to be reported. */
export function restVolume(value: unknown, revision: Revision): Raw {
  const raw = objectAt(value, 'spec.template.spec.volumes');
  if (!isAbsent(raw.secret))
    return { ...raw, secret: restSecret(objectAt(raw.secret, 'volume.secret'), revision) };
  if (!isAbsent(raw.emptyDir))
    return { ...raw, emptyDir: restEmptyDir(objectAt(raw.emptyDir, 'volume.emptyDir')) };
  if (isAbsent(raw.csi)) return raw;
  const { csi: value_, ...rest } = raw;
  const csi = objectAt(value_, 'volume.csi');
  return csi.driver === GCS_DRIVER ? { ...rest, gcs: restBucket(csi) } : raw;
}

function restSecret({ secretName, items, ...rest }: Raw, revision: Revision): Raw {
  const files = listAt(items, 'volume.secret.items').map((item) => {
    const { key, ...file } = objectAt(item, 'volume.secret.items');
    return { ...file, version: key };
  });
  return { ...rest, secret: secretOf(secretName, revision), items: files };
}

function restEmptyDir(raw: Raw): Raw {
  const medium = typeof raw.medium === 'string' ? (MEDIUM[raw.medium] ?? raw.medium) : raw.medium;
  return { ...raw, medium };
}

function restBucket({ driver: _, readOnly, volumeAttributes, ...rest }: Raw): Raw {
  const { bucketName, mountOptions, ...others } = objectAt(volumeAttributes, 'volume.csi.volumeAttributes');
  const options = typeof mountOptions === 'string' ? commaList(mountOptions) : mountOptions;
  return { ...rest, ...others, bucket: bucketName, readOnly, mountOptions: options };
}
