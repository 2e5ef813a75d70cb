/** The beginning of the export script: what it promises, and `save`, `try_save`, `fresh` and `names`. */
export const SCRIPT_HEAD = `#!/bin/sh
# Fills a folder for plumbline --from: sh export.sh [FOLDER]
#
# Only reads: every command is a list, a get-iam-policy, or a read of the audit log that leaves out
# what was submitted. A file is written when its command
# succeeded and every region answered; otherwise FILE.error holds what gcloud said, and plumbline
# reports that part as not read. The files hold your services' environment values: they are
# written for you alone, keep them so.
set -u
umask 077
dir=\${1:-plumbline-export}
case $dir in -*) dir=./$dir ;; esac
failures=0
file=

# An API that is switched off is reported; gcloud must not offer to switch it on.
CLOUDSDK_CORE_SHOULD_PROMPT_TO_ENABLE_API=false
export CLOUDSDK_CORE_SHOULD_PROMPT_TO_ENABLE_API

if ! command -v gcloud >/dev/null; then
  printf 'plumbline: gcloud is not on the PATH\\n' >&2
  exit 1
fi
trap 'test -z "$file" || rm -f -- "$file.part" "$file.words"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# ask WORDS...: runs gcloud, which asks nobody anything
ask() {
  # Told to be quiet, gcloud would install the beta commands where it lacks them; with nobody to ask, it refuses.
  if [ "$1" = beta ]; then
    CLOUDSDK_CORE_DISABLE_PROMPTS=false gcloud "$@" --verbosity=warning </dev/null
  else
    gcloud "$@" --quiet --verbosity=warning </dev/null
  fi
}

# fetch FILE WORDS...: what gcloud prints becomes FILE, or what it complains of becomes $error
fetch() {
  file=$1
  error=\${1%.list}.error
  shift
  rm -f -- "$file" "$error"
  # A failed list prints [] all the same, and one that lacks a region exits 0: trust neither alone.
  ask "$@" >"$file.part" 2>"$file.words"
  status=$?
  if [ "$status" -eq 0 ] && ! grep -q -i -E 'did not respond|may be incomplete|unreachable' "$file.words"; then
    mv -- "$file.part" "$file" && rm -f -- "$file.words"
    return 0
  fi
  [ -s "$file.words" ] || printf 'gcloud exited with status %s and said nothing\\n' "$status" >"$file.words"
  mv -- "$file.words" "$error"
  rm -f -- "$file.part"
  return 1
}

# save FILE WORDS...: a part without which the export is incomplete
save() {
  fetch "$@" && return 0
  failures=$((failures + 1))
  printf '  failed: %s\\n' "$error" >&2
  return 1
}

# lacking: whether gcloud failed because it is without the command, so that nothing was asked
lacking() {
  grep -q -i -E 'invalid choice|components install|component manager is disabled|not currently have this command' "$error"
}

# save_if_known FILE WORDS...: the same, where this gcloud has the command
save_if_known() {
  fetch "$@" && return 0
  if lacking; then
    rm -f -- "$error"
    printf '  skipped: %s (this gcloud does not have: gcloud %s %s %s)\\n' "$1" "$2" "$3" "$4" >&2
    return 0
  fi
  failures=$((failures + 1))
  printf '  failed: %s\\n' "$error" >&2
}

# save_if_visible FILE WORDS...: a part that few may see; what gcloud said is kept, and the export is complete without
save_if_visible() {
  fetch "$@" && return 0
  if lacking; then rm -f -- "$error"; fi
  printf '  not visible: %s\\n' "$1" >&2
}

# fresh FOLDER: an empty folder for one file an owner; what an earlier export left would pass for current
fresh() {
  mkdir -p -- "$1"
  rm -f -- "$1"/*.json "$1"/*.error "$1.error"
}

# any LIST: whether it holds anything whose owners' files are to be asked for
any() {
  grep -q -E '"(name|email)"' "$1"
}

# names FOLDER WORDS...: the owners whose files go into FOLDER, one a line, in $list; or FOLDER.error
names() {
  list=$1.list
  shift
  save "$list" "$@"
}

`;

/** The end of the export script: what it comes to, and exit code 1 where anything failed. */
export const SCRIPT_TAIL = `
if [ "$failures" -gt 0 ]; then
  printf 'plumbline: failed commands: %s; the .error files in %s say why\\n' "$failures" "$dir" >&2
  exit 1
fi
printf 'plumbline: everything was exported to %s\\n' "$dir" >&2
`;
