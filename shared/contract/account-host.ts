const DEFAULT_ACCOUNT = /^([1-9]\d{5,18})-compute@developer\.gserviceaccount\.com$/;

/** What the hosts of a project's accounts begin with: its id; of a domain-scoped one (`example.com:app`) the parts turned about. */
export function accountScope(project: string): string {
  const [scope, id] = project.split(':');
  return id === undefined ? project : `${id}.${scope}`;
}

/** Where the accounts that people make in a project have their emails. */
export function accountHost(project: string): string {
  return `${accountScope(project)}.iam.gserviceaccount.com`;
}

/** The account that Cloud Run falls back to in the project of a number. */
export function defaultAccountOf(number: string): string {
  return `${number}-compute@developer.gserviceaccount.com`;
}

/** The project number in the email of a default compute account; null for any other. */
export function defaultAccountNumber(email: string): string | null {
  return DEFAULT_ACCOUNT.exec(email)?.[1] ?? null;
}
