import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportCommands } from '../../../shared/report/export-commands.ts';
import { folderOf, knative, POLICY, readFolder, TARGET } from './setup.ts';

export const EMAIL = 'cr-api@shop-prod.iam.gserviceaccount.com';
/** What the script asks of a service beside its document. */
export function serviceLine(name: string, region = 'us-central1', traffic = `${name}-00002-b=100`): string {
  return `${name}|${region}|${name}-00002-b|${traffic}\n`;
}

export interface Answer {
  out?: unknown;
  err?: string;
  status?: number;
}

/** What the fake prints, by the first words of the command; the longest match wins, `[]` where there is none. */
const ANSWERS: Record<string, Answer> = {
  'projects get-iam-policy': { out: POLICY },
  'run services list': { out: [knative('api'), knative('web')] },
  'run services list +names': {
    out: `${serviceLine('api')}${serviceLine('web')}`,
  },
  'run services get-iam-policy': { out: POLICY },
  'iam service-accounts list': { out: [{ email: EMAIL, uniqueId: '1' }] },
  'iam service-accounts list +names': { out: `${EMAIL}\n` },
  'iam service-accounts keys list': { out: [] },
  'secrets list': { out: [{ name: 'projects/1/secrets/TOKEN' }] },
  'secrets list +names': { out: 'TOKEN\n' },
  'secrets versions list': { out: [{ name: 'projects/1/secrets/TOKEN/versions/1', state: 'ENABLED' }] },
  'secrets get-iam-policy': { out: { etag: 'ACAB' } },
  'services api-keys list': { out: [] },
};

/** A `gcloud` that answers from files and writes down how it was called. */
const FAKE = `#!/bin/sh
here=$(dirname "$0")
printf '%s\\n' "$*" >>"$here/calls"
key=
for word in "$@"; do case $word in -*) break;; *) key="$key$word ";; esac; done
case "$*" in *value*) names=' +names';; *) names=;; esac
case "$*" in *--location=*) names="$names +region";; esac
while [ -n "$key" ]; do
  answer="$here/answers/\${key% }$names"
  if [ -f "$answer.status" ]; then
    cat "$answer.out"; cat "$answer.err" >&2; exit "$(cat "$answer.status")"
  fi
  case $key in *' '*' ') key="\${key% * } ";; *) key=;; esac
done
printf '[]\\n'
`;

/** Runs the printed script with the fake for a gcloud. */
export function runScript(
  answers: Record<string, Answer>,
  options: { into?: string; project?: string; regions?: string[] } = {},
) {
  const files = Object.entries({ ...ANSWERS, ...answers }).flatMap(
    ([key, { out = '', err = '', status = 0 }]) => [
      [`bin/answers/${key}.out`, out],
      [`bin/answers/${key}.err`, err],
      [`bin/answers/${key}.status`, String(status)],
    ],
  );
  const root = folderOf({ 'bin/gcloud': FAKE, ...Object.fromEntries(files) });
  chmodSync(join(root, 'bin/gcloud'), 0o755);
  const into = options.into ?? join(root, 'my exports');
  const script = exportCommands([
    { name: 'prod', project: options.project ?? 'shop-prod', regions: options.regions ?? ['us-central1'] },
  ]);
  writeFileSync(join(root, 'export.sh'), script);
  const result = spawnSync('sh', [join(root, 'export.sh'), into], {
    env: { PATH: `${join(root, 'bin')}:${process.env.PATH}` },
    encoding: 'utf8',
  });
  const calls = readFileSync(join(root, 'bin/calls'), 'utf8').trim().split('\n');
  return { ...result, into, calls, files: listed(into), read: () => readFolder(into, TARGET) };
}

function listed(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(root, name)).isFile())
    .sort();
}
