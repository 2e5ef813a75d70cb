import { posix } from 'node:path';

/** A place in a file as SARIF names it: `uriBaseId` where the URI is relative to the folder the command ran in. */
export interface SourceUri {
  uri: string;
  uriBaseId?: string;
}

/** The base of relative URIs; readers know it as the root of the repository. */
export const SOURCE_ROOT = '%SRCROOT%';

/** The URI of a file: relative to `root` where the file is below it, absolute where it is not. */
export function sourceUri(file: string, root: string): SourceUri {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) return { uri: encodeURI(file.toWellFormed()) };
  const path = posix.normalize(file.replaceAll('\\', '/'));
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:\//.test(path);
  if (!isAbsolute) return relative(path);
  const base = root.endsWith('/') ? root : `${root}/`;
  if (path.startsWith(base)) return relative(path.slice(base.length));
  return { uri: `file://${path.startsWith('/') ? '' : '/'}${encoded(path)}` };
}

function relative(path: string): SourceUri {
  return { uri: encoded(path), uriBaseId: SOURCE_ROOT };
}

/** Each part by itself, so that `#`, `?` and `%` in a name stay part of it. */
function encoded(path: string): string {
  return path
    .split('/')
    .map((part) => (/^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part.toWellFormed())))
    .join('/');
}
