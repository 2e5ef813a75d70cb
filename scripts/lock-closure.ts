/** An entry of a lockfile (version 3), of which only what names other packages matters here. */
export interface LockEntry {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  dev?: boolean;
  [other: string]: unknown;
}

export interface Lockfile {
  lockfileVersion: number;
  packages: Record<string, LockEntry>;
}

/**
 * The lockfile of a package that depends on `wanted` alone: the very entries the whole one has, so that what
 * is installed is what was tested. Throws where one of them is not there.
 */
export function lockFor(
  whole: Lockfile,
  manifest: LockEntry & { name: string },
): Lockfile & { name: string } {
  const needed = new Map<string, LockEntry>();
  const visit = (from: string, entry: LockEntry): void => {
    for (const { name, optional } of namedBy(entry)) {
      const place = placeOf(whole, from, name);
      if (place === null && optional) continue;
      const found = place === null ? undefined : whole.packages[place];
      if (place === null || found === undefined)
        throw new Error(`package-lock.json has no ${name} for ${from}`);
      if (needed.has(place)) continue;
      needed.set(place, withoutMarks(found));
      visit(place, found);
    }
  };
  visit('', manifest);
  const packages = Object.fromEntries([...needed].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    name: manifest.name,
    lockfileVersion: whole.lockfileVersion,
    packages: { '': manifest, ...packages },
  };
}

function namedBy(entry: LockEntry): { name: string; optional: boolean }[] {
  const peers = Object.keys(entry.peerDependencies ?? {}).map((name) => ({
    name,
    optional: entry.peerDependenciesMeta?.[name]?.optional === true,
  }));
  return [
    ...Object.keys(entry.dependencies ?? {}).map((name) => ({ name, optional: false })),
    ...Object.keys(entry.optionalDependencies ?? {}).map((name) => ({ name, optional: true })),
    ...peers,
  ];
}

/** Where Node finds a package that one at `from` asks for: in its own folder, or in one above. */
function placeOf({ packages }: Lockfile, from: string, name: string): string | null {
  const above = from.split(/(?:^|\/)node_modules\//).slice(1);
  for (let depth = above.length; depth >= 0; depth -= 1) {
    const place = [...above.slice(0, depth), name].map((part) => `node_modules/${part}`).join('/');
    if (place in packages) return place;
  }
  return null;
}

/** In the whole lockfile it may be there for development alone; here it never is. */
function withoutMarks({ dev: _, devOptional: __, ...entry }: LockEntry): LockEntry {
  return entry;
}
