import type { Location } from '../../contract/model.ts';
import type { Json } from '../../snapshot/json.ts';
import type { ObservedService } from '../view/lookup.ts';
import { place } from './result.ts';
import { runCommand } from './run-command.ts';

/** How to bring one service back to the contract, or the contract to the service. */
export function settleService(service: ObservedService, flags: string, source: Location | null): string {
  return `${updateCommand(service, flags)}${orDeclare(source)}`;
}

/** The command that changes one service. */
export function updateCommand({ name, project, region }: ObservedService, flags: string): string {
  return runCommand(`services update ${name} --project=${project} --region=${region} ${flags}`);
}

/** The other way to settle: the contract's line, where there is one. */
export function orDeclare(source: Location | null): string {
  return source === null
    ? '; or declare it in the contract'
    : `; or change ${place(source)} if this is meant`;
}

/** A value of the contract or of a setting in a sentence; absent is named. */
export function words(value: Json): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(words).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
