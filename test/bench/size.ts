/** How large an estate is: projects, and what each of them has. */
export interface EstateSize {
  projects: number;
  services: number;
  accounts: number;
  secrets: number;
}

/** As the command line of a bench process has it: `3x40x60x120`. */
export function writeSize({ projects, services, accounts, secrets }: EstateSize): string {
  return [projects, services, accounts, secrets].join('x');
}

/** A size back from its text. */
export function readSize(text: string): EstateSize {
  const [projects = 0, services = 0, accounts = 0, secrets = 0] = text.split('x').map(Number);
  return { projects, services, accounts, secrets };
}

/** The ids of that many projects. */
export function projectsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `bench-${index}`);
}
