import { type Varying, valueFor } from '../language/per-environment.ts';
import type { Declared } from '../model.ts';
import type { Places } from '../places.ts';
import type { Path } from '../yaml-source.ts';

/** Where a setting stands, and for whom it is read. */
export interface Setting {
  places: Places;
  environment: string;
  path: Path;
}

/** What a setting says for one environment, with its place; null where it says nothing. */
export function declare<T>(varying: Varying<T> | undefined, at: Setting): Declared<T> | null {
  const value = valueFor(varying, at.environment);
  if (varying === undefined || value === undefined) return null;
  const path = varying.everywhere ? at.path : [...at.path, at.environment];
  return { value, location: at.places.locate(path), perEnvironment: !varying.everywhere };
}
