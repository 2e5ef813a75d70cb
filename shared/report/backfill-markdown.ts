import type { Backfill, BackfillChange } from '../break-glass/backfill.ts';
import type { Failure } from '../break-glass/contract-patch.ts';
import { beforeAfter, changeHeadline } from '../findings/describe-change.ts';
import type { Actor } from '../findings/model.ts';
import { showValue } from '../findings/show-value.ts';
import { verification } from './backfill-verification.ts';
import { markdownCode as code, markdownRow as row, markdownText as text } from './plain.ts';
import { findingWords } from './window-text.ts';

/** The backfill document of one window, as Markdown: context, what was changed, what the repository must change, verification. */
export function backfillMarkdown(backfill: Backfill): string {
  const { window } = backfill;
  const sections = [
    [
      `# ${window.openedAt.slice(0, 10)} ${text(backfill.estate)} break-glass backfill (${text(window.ticket)})`,
    ],
    context(backfill),
    runtimeChanges(backfill),
    ...earlierWindows(backfill),
    repository(backfill),
    verification(backfill),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function context({ window, state, contract, capturedAt }: Backfill): string[] {
  const ended =
    window.closed === null
      ? state === 'open'
        ? `open until ${window.expiresAt}`
        : `expired at ${window.expiresAt}`
      : `closed by ${text(window.closed.by)} at ${window.closed.at}: ${text(window.closed.reason)}`;
  return [
    '## Context',
    '',
    `- Ticket: ${text(window.ticket)}`,
    `- Reason: ${text(window.reason)}`,
    `- Asked for by: ${window.actor === null ? 'not said' : text(window.actor)}`,
    `- Environment: ${window.environment === null ? 'all of the contract' : text(window.environment)}`,
    `- Window: \`${window.id}\`, opened ${window.openedAt}, ${ended}`,
    `- Passes: ${window.runIds.map((id) => `\`${id}\``).join(', ')}`,
    `- Contract: ${code(contract.file)} (sha256 \`${contract.sha256.slice(0, 12)}\`), held against the estate as it was at ${capturedAt}`,
  ];
}

function runtimeChanges({ changes, window }: Backfill): string[] {
  const lines =
    changes.length === 0
      ? ['Nothing changed between the reading before this window and its passes.']
      : [
          row(['what', 'before', 'after', 'by whom', 'now']),
          row(['---', '---', '---', '---', '---']),
          ...changes.map(changeRow),
        ];
  const beyond =
    window.leftOut === 0 ? [] : ['', `${window.leftOut} more changes were seen and are not listed here.`];
  return ['## Runtime changes seen', '', ...lines, ...beyond];
}

/** What somebody else began belongs to their window; nobody is to take it for settled because it is not listed above. */
function earlierWindows({ earlier }: Backfill): string[][] {
  if (earlier.length === 0) return [];
  const lines = earlier.flatMap(({ window, findings }) => [
    `- ${text(window.ticket)}, window \`${window.id}\` (${code(`plumbline break-glass report ${window.id}`)}):`,
    ...findings.map((finding) => `  - ${text(`${finding.environment} ${findingWords(finding)}`)}`),
  ]);
  return [['## Still standing from earlier windows', '', ...lines]];
}

function changeRow(change: BackfillChange): string {
  const what = `${change.environment} ${nameOf(change)}: ${changeHeadline(change)}`;
  return row([
    `${text(what)}<br>${code(change.path === null ? change.id : `${change.id} ${change.path}`)}`,
    text(showValue(change.before, change.path)),
    text(showValue(change.after, change.path)),
    change.actors.length === 0 ? 'not known' : change.actors.map(actorWords).join('<br>'),
    nowWords(change),
  ]);
}

function nameOf({ role, id }: BackfillChange): string {
  return role ?? id.slice(id.lastIndexOf('/') + 1);
}

function actorWords(actor: Actor): string {
  const tool = actor.tool === null ? '' : ` with ${text(actor.tool)}`;
  return `${text(actor.principal)}${tool}, ${actor.at} (${actor.confidence})`;
}

function nowWords({ standing, verdict, finding }: BackfillChange): string {
  if (standing !== 'stands') return standing;
  if (verdict === 'release') return 'stands: a release';
  if (finding?.state === 'accepted') return `stands: accepted by ${text(finding.acceptance?.by ?? '')}`;
  return verdict === 'conforming' || finding?.state === 'resolved'
    ? 'stands, as the contract states'
    : '**stands**';
}

function repository(backfill: Backfill): string[] {
  const parts = [
    ...contractPart(backfill),
    ...workflowPart(backfill),
    ...accessPart(backfill),
    ...secretPart(backfill),
  ];
  const nothing = ['', 'Nothing: what was changed is put back, or the contract states it already.'];
  return ['## What the repository must change', ...(parts.length === 0 ? nothing : parts)];
}

function contractPart({ patch, contract, byHand }: Backfill): string[] {
  const written =
    patch.diff === ''
      ? []
      : [
          '',
          '### Contract',
          '',
          `Applied to ${code(contract.file)} (\`git apply\`), ${patch.settled.length === 1 ? 'this failure ends' : `these ${patch.settled.length} failures end`} and no new one begins${patch.begun.length === 0 ? '' : ' but in the deployment workflows, which must say the same'}. Write back only what is meant to stay; revert the rest.`,
          '',
          fence(patch.diff, 'diff'),
        ];
  const follows =
    patch.begun.length === 0
      ? []
      : ['', 'These go with it:', '', ...patch.begun.map((failure) => `- ${failureWords(failure)}`)];
  const lines = [...patch.unsettled.map(failureWords), ...byHand.map(driftWords)];
  const revert =
    lines.length === 0
      ? []
      : ['', '### To revert, or to settle by hand', '', ...lines.map((line) => `- ${line}`)];
  return [...written, ...(patch.diff === '' ? [] : follows), ...revert];
}

/** What no check speaks of; the contract may have no word for it. */
function driftWords(change: BackfillChange): string {
  const { finding, environment } = change;
  const severity = finding === null ? '' : `**${finding.severity}** `;
  const settle = finding?.settle ?? null;
  const what = `${environment} ${nameOf(change)}: ${changeHeadline(change)} (${beforeAfter(change)}).`;
  return `${severity}${text(what)}${settle === null ? '' : ` To settle: ${text(settle)}`}`;
}

function failureWords({ result }: Failure): string {
  const settle = result.settle === null ? '' : ` To settle: ${text(result.settle)}`;
  return `**${result.severity}** ${text(result.message)}${settle}`;
}

function workflowPart({ workflows }: Backfill): string[] {
  if (workflows.length === 0) return [];
  return [
    '',
    '### Deployment workflows',
    '',
    'The next deployment takes back what it does not state. Where the change is to stay:',
    '',
    ...workflows.map(
      ({ role, environment, service, flags, file }) =>
        `- ${text(role)} (${text(environment)} ${text(service)})${file === null ? '' : ` in ${code(file)}`}: ${flags.map(code).join(' ')}`,
    ),
  ];
}

function accessPart({ access }: Backfill): string[] {
  if (access.length === 0) return [];
  return [
    '',
    '### Accounts and grants',
    '',
    ...access.map(
      ({ environment, what, command }) =>
        `- ${text(environment)}: ${text(what)}${command === null ? '' : ` (${code(command)})`}`,
    ),
  ];
}

function secretPart({ secrets }: Backfill): string[] {
  if (secrets.length === 0) return [];
  return [
    '',
    '### Secrets to follow',
    '',
    ...secrets.flatMap(({ secret, environment, what, others }) => [
      `- ${text(environment)} ${text(secret)}: ${what.map(text).join('; ')}`,
      ...others.map((other) => `  - ${text(other.environment)}: ${otherWords(other, secret)}`),
    ]),
  ];
}

function otherWords(other: Backfill['secrets'][number]['others'][number], secret: string): string {
  if (other.exists === null) return 'could not be read';
  if (!other.exists) return `there is no ${text(secret)}`;
  const newest =
    other.newest === null ? 'no enabled version' : `newest enabled version ${text(other.newest)}`;
  return `${newest}; where the value must follow: ${code(`gcloud secrets versions add ${secret} --project=${other.project} --data-file=-`)}`;
}

/** A fenced block that nothing in it can end; to the letter, since a diff's last line may be blank. */
function fence(content: string, language: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${content.replace(/\n$/, '')}\n${ticks}`;
}
