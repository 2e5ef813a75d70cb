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
  | 'project-iam'
  | 'service-accounts'
  | 'service-account-keys'
  | 'secrets'
  | 'secret-versions'
  | 'secret-iam'
  | 'api-keys';

/**
 * The gcloud words that fill each file. They hold the verbs list and get-iam-policy and no other, and
 * leave out system-managed keys, which Google rotates by itself.
 */
const COMMANDS: Record<ExportFile, (subject: ExportSubject) => string> = {
  'run-services': ({ project }) => `run services list --project=${project}`,
  'run-iam': ({ project, owner, region }) =>
    `run services get-iam-policy ${owner} --region=${region} --project=${project}`,
  'project-iam': ({ project }) => `projects get-iam-policy ${project}`,
  'service-accounts': ({ project }) => `iam service-accounts list --project=${project}`,
  'service-account-keys': ({ project, owner }) =>
    `iam service-accounts keys list --iam-account=${owner} --managed-by=user --project=${project}`,
  secrets: ({ project }) => `secrets list --project=${project}`,
  'secret-versions': ({ project, owner }) => `secrets versions list ${owner} --project=${project}`,
  'secret-iam': ({ project, owner }) => `secrets get-iam-policy ${owner} --project=${project}`,
  'api-keys': ({ project }) => `services api-keys list --project=${project}`,
};

/** The read-only command that prints one file of the exports folder, to be shown to a person. */
export function exportCommand(file: ExportFile, subject: ExportSubject): string {
  return `gcloud ${COMMANDS[file](subject)} --format=json`;
}

const HEAD = `#!/bin/sh
# Fills a folder for plumbline --from: sh export.sh [FOLDER]
#
# Only reads: every command is a list or a get-iam-policy. A file is written when its command
# succeeded and every region answered; otherwise FILE.error holds what gcloud said, and plumbline
# reports that part as not read. The files hold your services' environment values: they are
# written for you alone, keep them so.
set -u
umask 077
dir=\${1:-plumbline-export}
case $dir in -*) dir=./$dir ;; esac
tab=$(printf '\\t')
failures=0
file=

if ! command -v gcloud >/dev/null; then
  printf 'plumbline: gcloud is not on the PATH\\n' >&2
  exit 1
fi
trap 'test -z "$file" || rm -f -- "$file.part" "$file.words"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# save FILE WORDS...: what gcloud prints becomes FILE, or what it complains of becomes FILE.error
save() {
  file=$1
  error=\${1%.list}.error
  shift
  rm -f -- "$file" "$error"
  # A failed list prints [] all the same, and one that lacks a region exits 0: trust neither alone.
  gcloud "$@" --quiet --verbosity=warning >"$file.part" 2>"$file.words" </dev/null
  status=$?
  if [ "$status" -eq 0 ] && ! grep -q -i -E 'did not respond|may be incomplete|unreachable' "$file.words"; then
    mv -- "$file.part" "$file" && rm -f -- "$file.words"
    return 0
  fi
  failures=$((failures + 1))
  [ -s "$file.words" ] || printf 'gcloud exited with status %s and said nothing\\n' "$status" >"$file.words"
  mv -- "$file.words" "$error"
  rm -f -- "$file.part"
  printf '  failed: %s\\n' "$error" >&2
  return 1
}

# fresh FOLDER: an empty folder for one file an owner; what an earlier export left would pass for current
fresh() {
  mkdir -p -- "$1"
  rm -f -- "$1"/*.json "$1"/*.error "$1.error"
}

# names FOLDER WORDS...: the owners whose files go into FOLDER, one a line, in $list; or FOLDER.error
names() {
  list=$1.list
  shift
  save "$list" "$@"
}

`;

/** Indented by two; `$project` and the loop's variables are the shell's. */
const BODY = `# services PROJECT: all regions in one call, then who may invoke each service
services() {
  fresh "$dir/$1/run-iam"
  save "$dir/$1/run-services.json" ${shell('run-services')} || return 0
  names "$dir/$1/run-iam" ${listing('run-services', 'value(metadata.name,region)')} || return 0
  while IFS=$tab read -r service region; do
    target=$dir/$1/run-iam/$service
    # The same name in two regions: the region tells the files apart.
    [ "$(grep -c "^$service$tab" "$list")" -eq 1 ] || target=$target.$region
    save "$target.json" ${shell('run-iam', '"$service"', '"$region"')}
  done <"$list"
  rm -f -- "$list"
}

# accounts PROJECT: service accounts, and the keys people made for each
accounts() {
  fresh "$dir/$1/service-account-keys"
  save "$dir/$1/service-accounts.json" ${shell('service-accounts')} || return 0
  names "$dir/$1/service-account-keys" ${listing('service-accounts', 'value(email)')} || return 0
  while read -r account; do
    save "$dir/$1/service-account-keys/$account.json" ${shell('service-account-keys', '"$account"')}
  done <"$list"
  rm -f -- "$list"
}

# secrets PROJECT: names, versions and policies; a payload is never asked for
secrets() {
  fresh "$dir/$1/secret-versions"
  fresh "$dir/$1/secret-iam"
  save "$dir/$1/secrets.json" ${shell('secrets')} || return 0
  if ! names "$dir/$1/secret-versions" ${listing('secrets', 'value(name.basename())')}; then
    cp -- "$dir/$1/secret-versions.error" "$dir/$1/secret-iam.error"
    return 0
  fi
  while read -r secret; do
    save "$dir/$1/secret-versions/$secret.json" ${shell('secret-versions', '"$secret"')}
    save "$dir/$1/secret-iam/$secret.json" ${shell('secret-iam', '"$secret"')}
  done <"$list"
  rm -f -- "$list"
}

export_project() {
  printf 'plumbline: exporting %s\\n' "$1" >&2
  mkdir -p -- "$dir/$1"
  save "$dir/$1/project-iam.json" ${shell('project-iam')}
  services "$1"
  accounts "$1"
  secrets "$1"
  save "$dir/$1/api-keys.json" ${shell('api-keys')}
}

`;

const TAIL = `
if [ "$failures" -gt 0 ]; then
  printf 'plumbline: failed commands: %s; the .error files in %s say why\\n' "$failures" "$dir" >&2
  exit 1
fi
printf 'plumbline: everything was exported to %s\\n' "$dir" >&2
`;

/**
 * A POSIX sh script that fills a `--from` folder (`$1`, default `plumbline-export`) with read-only gcloud
 * commands. It exits 1 where any command failed, after trying all of them.
 */
export function exportCommands(
  environments: readonly { name: string; project: string; regions: readonly string[] }[],
): string {
  const projects = Map.groupBy(environments, (environment) => environment.project);
  const calls = [...projects].map(([project, sharing]) => {
    const about = sharing.map(({ name, regions }) => `${name}: ${regions.join(', ')}`).join('; ');
    return `# ${about.replace(/[^\x20-\x7e]/g, '?')}\nexport_project ${quote(project)}\n`;
  });
  return HEAD + BODY + calls.join('') + TAIL;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function shell(file: ExportFile, owner = '', region = ''): string {
  return `${COMMANDS[file]({ project: '"$1"', owner, region })} --format=json`;
}

function listing(file: ExportFile, format: string): string {
  return `${COMMANDS[file]({ project: '"$1"', owner: '', region: '' })} --format='${format}'`;
}
