import { isKnown } from './expression.ts';
import { gcloudWords } from './gcloud.ts';

const DEPLOYS = /deploy|release|ship|publish|rollout|promote/i;
const RUNNERS = new Set(['make', 'just', 'task', 'npm', 'yarn', 'pnpm', 'npx', 'bun', 'nx', 'turbo']);
/** What these begin installs, publishes a package, changes a database or deploys to another house's cloud. */
const NO_SERVICE = new Set(['install', 'i', 'ci', 'add', 'publish']);
const OTHER_TOOLS = new Set(['prisma', 'wrangler', 'vercel', 'netlify', 'semantic-release', 'gh-pages']);
const INFRASTRUCTURE = new Set(['terraform', 'tofu', 'pulumi', 'terragrunt', 'skaffold']);
const SHELLS = new Set(['bash', 'sh', 'source', '.', 'python', 'python3', 'node']);
/** What deploys by a build, a release, a function's source, a policy's or an infrastructure's document. */
const OUT_OF_SIGHT = [
  'builds submit',
  'deploy releases create',
  'deploy releases promote',
  'functions deploy',
  'infra-manager deployments apply',
  'run services set-iam-policy',
];

/** What a command may deploy out of sight, in words; null where it deploys nothing. */
export function opaqueCommand(words: readonly string[]): string | null {
  const [program = '', ...rest] = words;
  const verb = rest.find((word) => !word.startsWith('-')) ?? '';
  if (/\.(?:sh|bash|py|js|mjs|ts)$/.test(program)) return shown(program);
  if (!isKnown(program)) return UNKNOWN_COMMAND;
  if (SHELLS.has(program) && /\.\w+$/.test(verb)) return shown(verb);
  if (RUNNERS.has(program)) return opaqueRunner(program, rest);
  if (INFRASTRUCTURE.has(program) && ['apply', 'up', 'run', 'deploy'].includes(verb))
    return `${program} ${verb}`;
  if (program === 'firebase' && verb === 'deploy') return 'firebase deploy';
  return program === 'gcloud' ? opaqueGcloud(words) : null;
}

function opaqueRunner(program: string, rest: readonly string[]): string | null {
  const deploys = rest.some((word) => DEPLOYS.test(word));
  const [verb = ''] = rest;
  if (!deploys || NO_SERVICE.has(verb) || rest.some((word) => OTHER_TOOLS.has(word))) return null;
  return shown(`${program} ${rest.join(' ')}`);
}

function opaqueGcloud(words: readonly string[]): string | null {
  const { flags, rest } = gcloudWords(words);
  const given = `${rest.join(' ')} `;
  const known = OUT_OF_SIGHT.find((verbs) => given.startsWith(`${verbs} `));
  // A tag instead of a configuration: it builds one image, and that is all it does.
  const builds = known === 'builds submit' && flags.some(({ name }) => ['tag', 't', 'pack'].includes(name));
  return known === undefined || builds ? null : `gcloud ${known}`;
}

/** Actions whose name says that they deploy or release, and that touch no service: a tag, a page, a package, a report. */
const OTHER_ACTIONS = new Set([
  'actions/create-release',
  'actions/deploy-pages',
  'actions/publish-immutable-action',
  'cycjimmy/semantic-release-action',
  'EnricoMi/publish-unit-test-result-action',
  'google-github-actions/deploy-appengine',
  'google-github-actions/release-please-action',
  'googleapis/release-please-action',
  'goreleaser/goreleaser-action',
  'JamesIves/github-pages-deploy-action',
  'JS-DevTools/npm-publish',
  'ncipollo/release-action',
  'pypa/gh-action-pypi-publish',
  'release-drafter/release-drafter',
  'softprops/action-gh-release',
  'svenstaro/upload-release-action',
]);

/** Actions with which a tool deploys, whatever their names say of it, and those that only bring the tool. */
const TOOLS = /cloud-?run|gcloud|cloud-sdk|terraform|terragrunt|pulumi|skaffold/i;
const PREPARES = /(?:^|\/)(?:setup|install)-|^terraform-docs\//i;

/** What an action may deploy out of sight, by its name; null where nothing says that it deploys. */
export function opaqueAction(action: string): string | null {
  if (OTHER_ACTIONS.has(action) || PREPARES.test(action)) return null;
  return action.startsWith('./') || DEPLOYS.test(action) || TOOLS.test(action)
    ? `the action ${action}`
    : null;
}

const UNKNOWN_COMMAND = 'a command that is known only while it runs';

/** Of a path that begins with a variable, what stands behind it: `$ROOT/scripts/deploy.sh` is `scripts/deploy.sh`. */
function shown(text: string): string {
  const words = text
    .split(' ')
    .map((word) => word.replace(/^(?:\$\{\{.*\}\}|\$\{.*\}|\$\(.*\)|\$\w+)\//, ''))
    .filter((word) => isKnown(word) && !word.includes('='));
  const told = words.slice(0, 3).join(' ').slice(0, 80);
  return told === '' ? UNKNOWN_COMMAND : told;
}
