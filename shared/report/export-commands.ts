import { SCRIPT_HEAD, SCRIPT_TAIL } from './export-script.ts';

/** What a gcloud command of the export is about; `owner` is a service, account or secret. */
export interface ExportSubject {
  project: string;
  owner: string;
  region: string;
}

/** A file of the exports folder, by the name interface documents give it. */
export type ExportFile =
  | 'run-services'
  | 'run-iam'
  | 'run-revisions'
  | 'run-jobs'
  | 'run-worker-pools'
  | 'domain-mappings'
  | 'project-iam'
  | 'service-accounts'
  | 'service-account-keys'
  | 'secrets'
  | 'secret-versions'
  | 'secret-iam'
  | 'api-keys';

/**
 * The gcloud words that fill each file. They hold the verbs list and get-iam-policy and no other, and
 * leave out system-managed keys, which Google rotates by itself. Those in beta are so in gcloud 528.
 */
const COMMANDS: Record<ExportFile, (subject: ExportSubject) => string> = {
  'run-services': ({ project }) => `run services list --project=${project}`,
  'run-iam': ({ project, owner, region }) =>
    `run services get-iam-policy ${owner} --region=${region} --project=${project}`,
  'run-revisions': ({ project, owner, region }) =>
    `run revisions list --service=${owner} --region=${region} --project=${project}`,
  'run-jobs': ({ project }) => `run jobs list --project=${project}`,
  'run-worker-pools': ({ project }) => `beta run worker-pools list --project=${project}`,
  'domain-mappings': ({ project, region }) =>
    `beta run domain-mappings list --region=${region} --project=${project}`,
  'project-iam': ({ project }) => `projects get-iam-policy ${project}`,
  'service-accounts': ({ project }) => `iam service-accounts list --project=${project}`,
  'service-account-keys': ({ project, owner }) =>
    `iam service-accounts keys list --iam-account=${owner} --managed-by=user --project=${project}`,
  secrets: ({ project, region }) => `secrets list --project=${project}${located(region)}`,
  'secret-versions': ({ project, owner, region }) =>
    `secrets versions list ${owner} --project=${project}${located(region)}`,
  'secret-iam': ({ project, owner, region }) =>
    `secrets get-iam-policy ${owner} --project=${project}${located(region)}`,
  'api-keys': ({ project }) => `services api-keys list --project=${project}`,
};

/** Regional secrets are in no global list; `region` is a region, nothing, or the shell's words for either. */
function located(region: string): string {
  if (region === '') return '';
  return region.startsWith('$') ? ` ${region}` : ` --location=${region}`;
}

/** The read-only command that prints one file of the exports folder, to be shown to a person. */
export function exportCommand(file: ExportFile, subject: ExportSubject): string {
  return `gcloud ${COMMANDS[file](subject)} --format=json`;
}

/** What is kept of an audit entry; what was submitted, which holds values of the environment, is not printed. */
const AUDIT_FIELDS = [
  'insertId',
  'logName',
  'timestamp',
  'resource',
  'operation',
  'protoPayload.serviceName',
  'protoPayload.methodName',
  'protoPayload.resourceName',
  'protoPayload.resourceLocation',
  'protoPayload.status.code',
  'protoPayload.authenticationInfo',
  'protoPayload.requestMetadata.callerSuppliedUserAgent',
  'protoPayload.serviceData.policyDelta',
];
/** Who changed what in the last days: the newest entries of the logs that are always on. */
const AUDIT_LOG = `logging read 'logName:("cloudaudit.googleapis.com%2Factivity" OR "cloudaudit.googleapis.com%2Fsystem_event")' --project="$1" --freshness=7d --limit=5000 --format='json(${AUDIT_FIELDS.join(',')})'`;

/** What tells, beside name and region, which revision was created last and which take traffic at what percentage. */
const SERVICE_LINE = `value[separator="|"](metadata.name,region,status.latestCreatedRevisionName,status.traffic.map().format("{0}={1}",revisionName,percent).list(separator=" "))`;

/** Says to the shell: the region of the second parameter, where there is one. */
const LOCATION = `\${2:+--location="$2"}`;

/** One function for each part of a project's folder; `$1` is the project. */
const BODY = `# older NEWEST TRAFFIC: whether a revision that is not the newest takes traffic ("REVISION=PERCENT ...")
older() {
  for share in $2; do
    case $share in "$1="* | =* | *= | *=0 | *=None) ;; *) return 0 ;; esac
  done
  return 1
}

# services PROJECT: all regions in one call, then who may invoke each service, and what serves where
# the template does not
services() {
  found=
  fresh "$dir/$1/run-iam"
  fresh "$dir/$1/run-revisions"
  save "$dir/$1/run-services.json" ${shell('run-services')} || return 0
  any "$dir/$1/run-services.json" || return 0
  if ! names "$dir/$1/run-iam" ${listing('run-services', SERVICE_LINE)}; then
    cp -- "$dir/$1/run-iam.error" "$dir/$1/run-revisions.error"
    return 0
  fi
  found=$(cut -d'|' -f2 "$list")
  while IFS='|' read -r service region newest traffic; do
    suffix=
    # The same name in two regions: the region tells the files apart.
    [ "$(grep -c "^$service|" "$list")" -eq 1 ] || suffix=.$region
    save "$dir/$1/run-iam/$service$suffix.json" ${shell('run-iam', '"$service"', '"$region"')}
    if older "$newest" "$traffic"; then
      save "$dir/$1/run-revisions/$service$suffix.json" ${shell('run-revisions', '"$service"', '"$region"')}
    fi
  done <"$list"
  rm -f -- "$list"
}

# mappings PROJECT: custom domains, of which gcloud lists one region at a time
mappings() {
  rm -f -- "$dir/$1"/domain-mappings*.json "$dir/$1"/domain-mappings*.error
  while read -r region; do
    target=$dir/$1/domain-mappings
    [ "$(grep -c . "$dir/$1/regions.list")" -eq 1 ] || target=$target.$region
    save_if_visible "$target.json" ${shell('domain-mappings', '', '"$region"')}
  done <"$dir/$1/regions.list"
}

# accounts PROJECT: service accounts, and the keys people made for each
accounts() {
  fresh "$dir/$1/service-account-keys"
  save "$dir/$1/service-accounts.json" ${shell('service-accounts')} || return 0
  any "$dir/$1/service-accounts.json" || return 0
  names "$dir/$1/service-account-keys" ${listing('service-accounts', 'value(email)')} || return 0
  while read -r account; do
    save "$dir/$1/service-account-keys/$account.json" ${shell('service-account-keys', '"$account"')}
  done <"$list"
  rm -f -- "$list"
}

# secrets PROJECT: names, versions and policies, global and of each region; a payload is never asked for
secrets() {
  fresh "$dir/$1/secret-versions"
  fresh "$dir/$1/secret-iam"
  rm -f -- "$dir/$1"/secret*.json "$dir/$1"/secret*.error
  secrets_of "$1" ''
  while read -r region; do
    secrets_of "$1" "$region"
  done <"$dir/$1/regions.list"
}

# secrets_of PROJECT REGION: of one region, or with an empty one the global ones
secrets_of() {
  at=\${2:+.$2}
  save "$dir/$1/secrets$at.json" ${shell('secrets', '', LOCATION)} || return 0
  any "$dir/$1/secrets$at.json" || return 0
  if ! names "$dir/$1/secret-versions$at" ${listing('secrets', 'value(name.basename())', LOCATION)}; then
    cp -- "$dir/$1/secret-versions$at.error" "$dir/$1/secret-iam$at.error"
    return 0
  fi
  while read -r secret; do
    save "$dir/$1/secret-versions/$secret$at.json" ${shell('secret-versions', '"$secret"', LOCATION)}
    save "$dir/$1/secret-iam/$secret$at.json" ${shell('secret-iam', '"$secret"', LOCATION)}
  done <"$list"
  rm -f -- "$list"
}

# export_project PROJECT REGION...
export_project() {
  printf 'plumbline: exporting %s\\n' "$1" >&2
  mkdir -p -- "$dir/$1"
  save "$dir/$1/project-iam.json" ${shell('project-iam')}
  services "$1"
  printf '%s\\n' "$@" $found | sed 1d | grep . | sort -u >"$dir/$1/regions.list"
  save "$dir/$1/run-jobs.json" ${shell('run-jobs')}
  save_if_known "$dir/$1/run-worker-pools.json" ${shell('run-worker-pools')}
  mappings "$1"
  accounts "$1"
  secrets "$1"
  save "$dir/$1/api-keys.json" ${shell('api-keys')}
  save_if_visible "$dir/$1/audit-log.json" ${AUDIT_LOG}
  rm -f -- "$dir/$1/regions.list"
}

`;

/**
 * A POSIX sh script that fills a `--from` folder (`$1`, default `plumbline-export`) with read-only gcloud
 * commands. It exits 1 where any command failed, after trying all of them; a gcloud without worker pools,
 * and domain mappings or an audit log that are not visible, are told and are no failure.
 */
export function exportCommands(
  environments: readonly { name: string; project: string; regions: readonly string[] }[],
): string {
  const projects = Map.groupBy(environments, (environment) => environment.project);
  const calls = [...projects].map(([project, sharing]) => {
    const about = sharing.map(({ name, regions }) => `${name}: ${regions.join(', ')}`).join('; ');
    const words = [project, ...new Set(sharing.flatMap(({ regions }) => regions))].map(quote);
    return `# ${about.replace(/[^\x20-\x7e]/g, '?')}\nexport_project ${words.join(' ')}\n`;
  });
  return SCRIPT_HEAD + BODY + calls.join('') + SCRIPT_TAIL;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function shell(file: ExportFile, owner = '', region = ''): string {
  return `${COMMANDS[file]({ project: '"$1"', owner, region })} --format=json`;
}

function listing(file: ExportFile, format: string, region = ''): string {
  return `${COMMANDS[file]({ project: '"$1"', owner: '', region })} --format='${format}'`;
}
