import { createRequire } from 'node:module';

interface Field {
  type: string;
  rule?: string;
  keyType?: string;
}
interface Message {
  fields?: Record<string, Field>;
  nested?: Record<string, Message>;
  values?: Record<string, number>;
}

/** A field of the protos that holds no further fields. */
export interface Leaf {
  /** `*` for an element of a list of messages, or a key of a map. */
  path: string;
  /** Two values of the field's type that are not the same, neither its unset one. */
  samples: [unknown, unknown];
}

const V2 = packageOf('@google-cloud/run', 'google.cloud.run.v2');
const SECRETS = packageOf('@google-cloud/secret-manager', 'google.cloud.secretmanager.v1');

function packageOf(module: string, name: string): Message {
  const protos: Message = createRequire(import.meta.url)(`${module}/build/protos/protos.json`);
  return name.split('.').reduce<Message>((message, part) => message.nested?.[part] ?? {}, protos);
}

/** Every leaf of a message of `google.cloud.run.v2`, as the pinned package's protos have it. */
export function leavesIn(message: 'Service' | 'Job' | 'WorkerPool' | 'Revision'): Leaf[] {
  return leavesOf(V2, V2.nested?.[message] ?? {}, []);
}

/** Every leaf of a message of `google.cloud.secretmanager.v1`. */
export function leavesInSecrets(message: 'Secret' | 'SecretVersion'): Leaf[] {
  return leavesOf(SECRETS, SECRETS.nested?.[message] ?? {}, []);
}

function leavesOf(all: Message, message: Message, path: string[]): Leaf[] {
  return Object.entries(message.fields ?? {}).flatMap(([name, field]) => {
    const below = message.nested?.[field.type] ?? all.nested?.[field.type];
    const here = [...path, name];
    if (field.keyType !== undefined) return [{ path: [...here, '*'].join('.'), samples: ['a', 'b'] }];
    if (below?.fields !== undefined)
      return leavesOf(all, below, field.rule === 'repeated' ? [...here, '*'] : here);
    const [one, other] = samplesOf(field, below);
    const samples: Leaf['samples'] = field.rule === 'repeated' ? [[one], [other]] : [one, other];
    return [{ path: here.join('.'), samples }];
  });
}

function samplesOf({ type }: Field, below: Message | undefined): [unknown, unknown] {
  const names = Object.keys(below?.values ?? {});
  if (names.length > 0) return [names.at(-1), names.at(-2)];
  if (type === 'bool') return [true, false];
  if (type === 'int32') return [3, 4];
  if (type === 'int64') return ['3', '4'];
  if (type === 'google.protobuf.Duration') return ['7s', '8s'];
  if (type === 'google.api.LaunchStage') return ['ALPHA', 'BETA'];
  return ['a', 'b'];
}
