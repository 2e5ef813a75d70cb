import { permissionsAnswer, policyAnswer } from './api-policy.ts';
import { type Answer, failure, ok } from './google-answer.ts';
import { listAnswer } from './google-paging.ts';
import type { Call, Route } from './google-routes.ts';
import { digest } from './ids.ts';
import type { SimulatedSecret } from './model.ts';

const LIMITS = { byDefault: 25_000, maximum: 25_000 };

const PLACES: Route[] = ['', '/locations/{location}'].flatMap((place): Route[] => {
  const secrets = `/v1/projects/{project}${place}/secrets`;
  return [
    route(secrets, 'secretmanager.secrets.list', listSecrets),
    route(`${secrets}/{secret}`, 'secretmanager.secrets.get', (call) =>
      withSecret(call, ({ document }) => ok(document)),
    ),
    route(`${secrets}/{secret}/versions`, 'secretmanager.versions.list', (call) =>
      withSecret(call, listVersions(call)),
    ),
    route(`${secrets}/{secret}:getIamPolicy`, 'secretmanager.secrets.getIamPolicy', (call) =>
      withSecret(call, ({ policy }) => policyAnswer(call, policy)),
    ),
    {
      ...route(`${secrets}/{secret}:testIamPermissions`, null, (call) =>
        permissionsAnswer(call, `projects/${call.project.id}${placeIn(call)}/secrets/${call.params.secret}`),
      ),
      method: 'POST',
    },
    { ...route(`${secrets}/{secret}/versions/{version}:access`, null, access), kind: 'payload' },
  ];
});

/** Secret Manager, global and regional: everything about a secret; its payload only through `:access`. */
export const SECRET_ROUTES: Route[] = [
  route('/v1/projects/{project}/locations', 'secretmanager.locations.list', listLocations),
  ...PLACES,
];

function route(template: string, permission: string | null, handle: Route['handle']): Route {
  return { host: 'secretmanager.googleapis.com', method: 'GET', template, permission, handle };
}

function listLocations({ project, page }: Call): Answer {
  const locations = project.locations.map((id) => ({
    name: `projects/${project.id}/locations/${id}`,
    locationId: id,
  }));
  const list = { key: 'locations', itemMessage: 'google.cloud.location.Location' };
  return listAnswer(page(locations, { byDefault: 100, maximum: 100 }), list);
}

function placeIn({ params }: Call): string {
  return params.location === undefined ? '' : `/locations/${params.location}`;
}

function listSecrets(call: Call): Answer {
  const { location } = call.params;
  const secrets = [...call.project.secrets].filter(([key]) =>
    location === undefined ? !key.includes('/') : key.startsWith(`${location}/`),
  );
  const documents = secrets.map(([, { document }]) => document);
  return counted(listAnswer(call.page(documents, LIMITS), { key: 'secrets' }), documents.length);
}

function listVersions(call: Call): (secret: SimulatedSecret) => Answer {
  return ({ versions }) =>
    counted(listAnswer(call.page(versions, LIMITS), { key: 'versions' }), versions.length);
}

function counted(answer: Answer, totalSize: number): Answer {
  if (answer.list === undefined || totalSize === 0) return answer;
  Object.assign(answer.list.envelope, { totalSize });
  return { ...answer, body: { ...answer.body, totalSize } };
}

function withSecret({ project, params }: Call, then: (secret: SimulatedSecret) => Answer): Answer {
  const place = params.location === undefined ? '' : `${params.location}/`;
  const secret = project.secrets.get(`${place}${params.secret}`);
  if (secret !== undefined) return then(secret);
  return failure(
    404,
    `Secret [projects/${project.number}/secrets/${params.secret}] not found or has no versions.`,
  );
}

/** Nobody should ever call this; whoever does gets a payload, so that a test can see it. */
function access(call: Call): Answer {
  return withSecret(call, ({ versions }) => {
    const { version = '' } = call.params;
    const found =
      version === 'latest' ? versions[0] : versions.find(({ name }) => String(name).endsWith(`/${version}`));
    if (found === undefined) return failure(404, `Secret version ${version} not found.`);
    const data = Buffer.from(`payload-${digest(String(found.name)).slice(0, 24)}`).toString('base64');
    return ok({ name: found.name, payload: { data } });
  });
}
