import { isObject } from '../../snapshot/json.ts';

/** What is wrong with a document whose members are named as protocol buffers name them; ends a sentence. */
export const PROTO_NAMED =
  'names its fields like create_time, as a client library’s to_dict does: save what gcloud prints or the REST API answers';

/**
 * Whether a document names its fields `create_time` where Google's JSON has `createTime`: nothing in it would be
 * known, and every setting would look as if it were not there. Asset inventories wrap theirs in `asset_type`.
 */
export function isProtoNamed(value: unknown): boolean {
  if (!isObject(value) || value.asset_type !== undefined) return false;
  return Object.keys(value).some((key) => /^[a-z][a-z\d]*(?:_[a-z\d]+)+$/.test(key));
}
