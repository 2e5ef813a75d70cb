import { isKnown } from './expression.ts';

const DEPLOYS = /deploy|release|ship|publish|rollout|promote/i;
const RUNNERS = new Set(['make', 'just', 'task', 'npm', 'yarn', 'pnpm', 'npx', 'bun', 'nx', 'turbo']);
const INFRASTRUCTURE = new Set(['terraform', 'tofu', 'pulumi', 'terragrunt', 'skaffold']);
const SHELLS = new Set(['bash', 'sh', 'source', '.', 'python', 'python3', 'node']);
const OUT_OF_SIGHT = /^gcloud (?:builds submit|deploy releases create)$/;

/** What a command may deploy out of sight, in words; null where it deploys nothing. */
export function opaqueCommand(words: readonly string[]): string | null {
  const [program = '', ...rest] = words;
  const verb = rest.find((word) => !word.startsWith('-')) ?? '';
  if (/^\.{0,2}\/?[\w./-]*\.(?:sh|bash|py|js|mjs|ts)$/.test(program)) return shown(program);
  if (SHELLS.has(program) && /\.\w+$/.test(verb)) return shown(verb);
  if (RUNNERS.has(program) && rest.some((word) => DEPLOYS.test(word)))
    return shown(`${program} ${rest.join(' ')}`);
  if (INFRASTRUCTURE.has(program) && ['apply', 'up', 'run', 'deploy'].includes(verb))
    return `${program} ${verb}`;
  const gcloud = [program, ...rest.slice(0, program === 'gcloud' ? 3 : 0)].join(' ');
  return OUT_OF_SIGHT.test(gcloud) || OUT_OF_SIGHT.test(gcloud.split(' ').slice(0, 3).join(' '))
    ? gcloud
    : null;
}

/** What an action may deploy out of sight, by its name; null where nothing says that it deploys. */
export function opaqueAction(action: string): string | null {
  return action.startsWith('./') || DEPLOYS.test(action) ? `the action ${action}` : null;
}

function shown(text: string): string {
  const words = text.split(' ').filter((word) => isKnown(word) && !word.includes('='));
  return words.slice(0, 3).join(' ').slice(0, 80);
}
