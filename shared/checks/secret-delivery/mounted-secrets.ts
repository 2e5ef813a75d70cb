import { isObject, type Json } from '../../snapshot/json.ts';
import { compareText } from '../../snapshot/model.ts';
import { formatPath, parsePath } from '../../snapshot/path.ts';
import { type ObservedContainer, part } from '../view/containers.ts';
import type { ObservedService } from '../view/lookup.ts';

/** A secret that a container sees as a file. */
export interface MountedSecret {
  mountPath: string;
  path: string;
  secret: string;
  /** Whether every file of it is of a pinned version. */
  pinned: boolean;
}

/** The secrets mounted into a container, by mount path. */
export function mountedSecrets(service: ObservedService, container: ObservedContainer): MountedSecret[] {
  if (container.fields.volumeMounts === undefined) return [];
  const volumes = part(part(service.fields.template).volumes);
  return Object.entries(part(container.fields.volumeMounts))
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([mountPath, mount]) => {
      const { secret } = part(volumes[volumeName(mount)]);
      if (!isObject(secret)) return [];
      const path = formatPath([...parsePath(container.path), 'volumeMounts', mountPath]);
      const name = typeof secret.secret === 'string' ? secret.secret : '?';
      return [{ mountPath, path, secret: name, pinned: allPinned(secret.items) }];
    });
}

function volumeName(mount: Json): string {
  if (typeof mount === 'string') return mount;
  const name = part(mount).name;
  return typeof name === 'string' ? name : '';
}

/** Without items the newest version is mounted, and so it is for an item without a version. */
function allPinned(items: Json | undefined): boolean {
  const list = Array.isArray(items) ? items : Object.values(part(items));
  return list.length > 0 && list.every((item) => isPinnedVersion(part(item).version));
}

function isPinnedVersion(version: Json | undefined): boolean {
  return version !== undefined && version !== 'latest';
}
