/** What a bench contract declares. */
export interface ContractSize {
  roles: number;
  environments: string[];
  /** Environment keys that each role names. */
  keys: number;
}

/** A contract with one role for each of the bench estate's services; the last environment is the reference. */
export function contractText({ roles, environments, keys }: ContractSize): string {
  const reference = environments.at(-1);
  const pairs = environments.slice(0, -1).map((candidate) => `[${candidate}, ${reference}]`);
  return [
    'apiVersion: plumbline/v1',
    'estate: bench',
    'environments:',
    ...environments.map((name) => `  ${name}: { project: bench-${name}, regions: [us-central1] }`),
    `compare: [${pairs.join(', ')}]`,
    'profiles:',
    ...environments.map((name) => `  ${name}: { ingress: all, invoker: authenticated }`),
    'services:',
    ...Array.from({ length: roles }, (_, index) => roleText(index, environments, keys)),
    '',
  ].join('\n');
}

function roleText(index: number, environments: string[], keys: number): string {
  const names = environments.map((environment) => `${environment}: service-${index}`).join(', ');
  const declared = Array.from({ length: keys }, (_, key) =>
    key % 4 === 0
      ? `      SECRET_${key}: secret`
      : `      SETTING_${key}: { delivery: literal, mustDiffer: true }`,
  );
  return [
    `  role-${index}:`,
    `    names: { ${names} }`,
    `    serviceAccount: cr-${index % 40}`,
    '    resources: { cpu: "1", memory: 512Mi }',
    ...(keys === 0 ? [] : ['    env:', ...declared]),
  ].join('\n');
}
