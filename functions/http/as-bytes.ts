/** The part of an incoming request that is changed before a framework reads it. */
export interface IncomingRequest {
  url?: string | undefined;
  headers: Record<string, string | string[] | undefined>;
}

/** No route of ours: what cannot be decoded is at no address. */
const NOWHERE = '/%25';

/**
 * Readies a request so that functions-framework hands its body over as the bytes that were sent. Left alone, the
 * framework parses JSON and answers a syntax error with a page of its own, drops the body of a request that
 * names no content type (a person's request would pass for a tick), unpacks a compressed body of any
 * size, and answers an address it cannot decode with a stack.
 */
export function asBytes(request: IncomingRequest): void {
  request.headers['content-type'] = 'application/octet-stream';
  delete request.headers['content-encoding'];
  if (!isDecodable(request.url ?? '')) request.url = NOWHERE;
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
