import type { Json } from '../snapshot/json.ts';
import type { Gap, ResourceDocument } from '../snapshot/model.ts';

/** An environment as it is asked for: what it is called, and its project. */
export interface DraftTarget {
  name: string;
  project: string;
}

/** One service a role may be played by. `document` is null where only its name is known. */
export interface Candidate {
  environment: string;
  name: string;
  document: ResourceDocument | null;
}

/** What was found in one environment, sorted by name. */
export interface Inventory extends DraftTarget {
  /** The regions its services belong in. */
  regions: string[];
  /** Null where nothing tells it. */
  projectNumber: string | null;
  candidates: Candidate[];
  /** Second-generation functions, and services outside the regions, which no role is made of. */
  functions: string[];
  elsewhere: { name: string; region: string }[];
  /** Regions whose services could not be read. */
  unread: { region: string; gap: Gap }[];
}

/** A role that was recognised: its service in each environment that has one, and why these are one. */
export interface MatchedRole {
  role: string;
  members: Map<string, Candidate>;
  /** Percent, of the least certain of its matches; null where there is one service only. */
  confidence: number | null;
  /** A sentence for each match that goes by more than the name. */
  doubts: string[];
}

/** A drafted contract, before it is written down. Reviews are comments that ask people. */
export interface Draft {
  estate: string;
  /** What people must know before they read: what was not read, what is not drafted. */
  header: string[];
  environments: Inventory[];
  compare: [string, string][];
  profiles: { byEnvironment: Map<string, Map<string, Json>>; reviews: string[] };
  roles: DraftRole[];
  ignored: { pattern: string; reviews: string[] }[];
  /** People who hold a role today, by environment. */
  humans: Map<string, string[]>;
  undecided: DraftUndecided[];
}

export interface DraftRole extends MatchedRole {
  settings: DraftSetting[];
  keys: DraftKey[];
}

/** One line of a role: a setting, given once or by environment, and what people are to look at. */
export interface DraftSetting {
  name: string;
  /** Null where nothing is declared, and only the reviews are told. */
  value: Json;
  reviews: string[];
}

/** One environment key as the draft declares it: how it is delivered and where; never a value. */
export interface DraftKey {
  key: string;
  /** Null where the language has no word for the key. */
  entry: Json;
  reviews: string[];
}

/** Something that fails and that no declaration of what was seen would let pass. */
export interface DraftUndecided {
  check: string;
  roles: string[];
  environment: string;
  path: string | null;
  expires: string;
  reviews: string[];
}
