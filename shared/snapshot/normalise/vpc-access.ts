import { isObject, type JsonObject } from '../json.ts';
import { ForeignDocument, type Place } from './context.ts';
import { EGRESS, enumAt } from './enums.ts';
import { connectorName, networkName, subnetworkName } from './names.ts';
import { inOrder, isAbsent, listAt, objectAt, put, textSetAt } from './read.ts';
import { keepUnknown } from './unknown.ts';

const VPC_ACCESS = new Set(['connector', 'egress', 'networkInterfaces']);
const NETWORK_INTERFACE = new Set(['network', 'subnetwork', 'tags']);

/** Where a workload connects to; only private ranges through the VPC is the documented default. */
export function vpcAccess(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'template.vpcAccess');
  const out: JsonObject = {};
  put(out, 'connector', connectorName(raw.connector, place, 'template.vpcAccess.connector'));
  const egress = enumAt(raw.egress, EGRESS, 'template.vpcAccess.egress');
  put(out, 'egress', egress === 'PRIVATE_RANGES_ONLY' ? undefined : egress);
  const interfaces = listAt(raw.networkInterfaces, 'template.vpcAccess.networkInterfaces');
  if (interfaces.length > 0)
    put(
      out,
      'networkInterfaces',
      interfaces.map((item) => networkInterface(item, place)),
    );
  keepUnknown(out, raw, { known: VPC_ACCESS, place });
  return inOrder(out);
}

function networkInterface(value: unknown, place: Place): JsonObject {
  const where = 'template.vpcAccess.networkInterfaces';
  if (!isObject(value)) throw new ForeignDocument(`${where} holds something that is not an object`);
  const out: JsonObject = {};
  put(out, 'network', networkName(value.network, place, where));
  put(out, 'subnetwork', subnetworkName(value.subnetwork, place, where));
  put(out, 'tags', textSetAt(value.tags, where));
  keepUnknown(out, value, { known: NETWORK_INTERFACE, place });
  return out;
}
