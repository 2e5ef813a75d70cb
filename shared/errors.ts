/** Every code an error of Plumbline can carry; documented, and part of HTTP answers. */
export type ErrorCode =
  | 'USAGE'
  | 'CONFIG_INVALID'
  | 'CONTRACT_INVALID'
  | 'CONTRACT_UNREADABLE'
  | 'INPUT_INVALID'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'STORE_UNAVAILABLE'
  | 'STORE_SCHEMA'
  | 'STORE_CORRUPT'
  | 'LEASE_LOST'
  | 'DELIVERY_FAILED'
  | 'FORBIDDEN_REQUEST'
  | 'STOPPED'
  | 'INTERNAL';

/** An error a person can act on: `message` says what, where and what to do, and holds no credential or value. */
export class PlumblineError extends Error {
  readonly code: ErrorCode;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryable?: boolean } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'PlumblineError';
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}
