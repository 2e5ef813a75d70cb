import type { CollectionReference, DocumentReference, Firestore, Query } from '@google-cloud/firestore';

/**
 * Where everything of an estate lies:
 *
 *     estates/{estate}/state/{lease,baseline,meta}   one document each, never deleted
 *     estates/{estate}/findings/{fingerprint}        never expire
 *     estates/{estate}/outbox/{entry id}             TTL field `expiresAt`, null until it is sent
 *     estates/{estate}/channels/{channel}            the id a channel's messages were delivered under
 *     estates/{estate}/runs/{run id}                 TTL field `expiresAt`
 *     estates/{estate}/transitions/{id}              TTL field `expiresAt`
 *     estates/{estate}/windows/{window id}           TTL field `expiresAt`
 *     estates/{estate}/readings/{sha256}[.{chunk}]   TTL field `expiresAt`, null while the baseline refers to it
 *
 * Payloads are in `json` and `gzip` (`data` of readings), which need no index.
 */
export interface FirestoreLayout {
  lease: DocumentReference;
  baseline: DocumentReference;
  meta: DocumentReference;
  findings: CollectionReference;
  outbox: CollectionReference;
  channels: CollectionReference;
  runs: CollectionReference;
  transitions: CollectionReference;
  windows: CollectionReference;
  readings: CollectionReference;
}

/** The places of one estate. */
export function estateLayout(db: Firestore, estate: string): FirestoreLayout {
  const root = db.collection('estates').doc(documentId(estate));
  const state = root.collection('state');
  return {
    lease: state.doc('lease'),
    baseline: state.doc('baseline'),
    meta: state.doc('meta'),
    findings: root.collection('findings'),
    outbox: root.collection('outbox'),
    channels: root.collection('channels'),
    runs: root.collection('runs'),
    transitions: root.collection('transitions'),
    windows: root.collection('windows'),
    readings: root.collection('readings'),
  };
}

/** A document id for any name: Firestore refuses slashes, `.`, `..` and `__…__`. */
export function documentId(name: string): string {
  const encoded = encodeURIComponent(name);
  return /^(\.{1,2}|__.*__)$/.test(encoded) ? encoded.replaceAll('.', '%2E').replaceAll('_', '%5F') : encoded;
}

/** The document of a reading's nth piece; the first carries the count. Zero-padded, so that ids sort like pieces. */
export function chunkRef(layout: FirestoreLayout, sha256: string, index: number): DocumentReference {
  return layout.readings.doc(index === 0 ? sha256 : `${sha256}.${String(index).padStart(4, '0')}`);
}

/** The documents whose time field is not before an instant (RFC 3339); all where there is none. */
export function from(
  collection: CollectionReference,
  field: string,
  since: string | null | undefined,
): Query {
  return since == null ? collection : collection.where(field, '>=', new Date(since));
}
