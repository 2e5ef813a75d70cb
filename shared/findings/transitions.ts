import { isDeepStrictEqual } from 'node:util';
import type { DecideInput, Decision } from './decision.ts';
import { decideGone, foldsInto } from './gone.ts';
import type { Finding, FindingRecord, Transition } from './model.ts';
import { compareFindings } from './observe.ts';
import { openFinding } from './open.ts';
import { decideSeen } from './seen.ts';
import { decideKnown, isKnownAs } from './take-over.ts';

/** A transition people are to be told, with the finding as it stands after it. */
export interface Told {
  record: FindingRecord;
  transition: Transition;
}

/** What a pass decided. */
export interface Decisions {
  /** Records that are new or differ from what was loaded. */
  records: FindingRecord[];
  /** Everything not resolved after this pass. */
  open: FindingRecord[];
  transitions: Transition[];
  tell: Told[];
}

/** Decides what becomes of every finding; pure, and every decision carries a named reason. */
export function decideTransitions(input: DecideInput): Decisions {
  const known = new Map(
    [...input.reappeared, ...input.previous].map((record) => [record.fingerprint, record] as const),
  );
  const folded = foldedDrifts(input);
  const findings = withSidesOf(folded, input);
  const current = new Set(findings.map(({ fingerprint }) => fingerprint));
  const seen = findings.map((finding) => {
    const record = known.get(finding.fingerprint);
    const drift = folded.get(finding.fingerprint);
    if (drift !== undefined && isKnownAs(drift, finding, input))
      return decideKnown(record, drift, { finding, input });
    return record === undefined ? openFinding(finding, input) : decideSeen(record, finding, input);
  });
  const gone = input.previous
    .filter(({ fingerprint, state }) => state !== 'resolved' && !current.has(fingerprint))
    .toSorted(compareFindings)
    .map((record) => decideGone(record, input));
  return summary([...seen, ...gone], known, input);
}

/** The older drifts whose places violations speak of now, by the fingerprint of the violation. */
function foldedDrifts({ observation: { findings }, previous }: DecideInput): Map<string, FindingRecord> {
  const current = new Set(findings.map(({ fingerprint }) => fingerprint));
  const folded = new Map<string, FindingRecord>();
  for (const record of previous) {
    const violation = current.has(record.fingerprint) ? undefined : foldsInto(record, findings);
    if (violation !== undefined) folded.set(violation.fingerprint, record);
  }
  return folded;
}

/** A violation that takes over an older drift of its place keeps the drift's side of before and after. */
function withSidesOf(folded: Map<string, FindingRecord>, { observation }: DecideInput): Finding[] {
  const { findings, drifted } = observation;
  return findings.map((finding) => {
    const drift = folded.get(finding.fingerprint);
    if (drift === undefined) return finding;
    return {
      ...finding,
      before: drift.before,
      after: drifted.has(finding.fingerprint) ? finding.after : drift.after,
    };
  });
}

function summary(decisions: Decision[], known: Map<string, FindingRecord>, input: DecideInput): Decisions {
  const records = decisions.map(({ record }) => record);
  return {
    records: records.filter((record) => !isDeepStrictEqual(record, known.get(record.fingerprint))),
    open: records.filter(({ state }) => state !== 'resolved'),
    transitions: [...decisions.flatMap(({ transitions }) => transitions), ...noted(input)],
    tell: decisions.flatMap(({ record, tell }) => (tell === null ? [] : [{ record, transition: tell }])),
  };
}

function noted({ observation, now, runId }: DecideInput): Transition[] {
  return observation.notes.map((note) => ({
    ...note,
    episode: 0,
    at: now.toISOString(),
    runId,
    by: null,
  }));
}
