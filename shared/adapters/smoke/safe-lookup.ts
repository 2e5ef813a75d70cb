import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';

/** One address of a host. */
export interface Address {
  address: string;
  family: number;
}

/** Answers every address of a host; rejects as the system's resolver does. */
export type Resolve = (host: string) => Promise<Address[]>;

/** The machine's resolver. */
export const systemResolve: Resolve = (host) => systemLookup(host, { all: true });

/** A host that leads out of the public internet; nothing was sent to it. */
export class NotPublicError extends Error {
  readonly code = 'NOT_PUBLIC';
}

/**
 * A lookup for one connection that answers public addresses only: the connection is made to the very
 * address that was looked at, so that a name that changes its mind between two questions gains nothing.
 * One address that is not public condemns all of them.
 */
export function safeLookup(resolve: Resolve, isAllowed: (address: string) => boolean): LookupFunction {
  return (host, options, done) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) done(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0);
        else if (!addresses.every(({ address }) => isAllowed(address)))
          done(new NotPublicError('it leads to an address that is not public'), '', 0);
        else if (options.all === true) done(null, addresses);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}
