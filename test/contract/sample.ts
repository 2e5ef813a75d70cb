import { ContractError } from '../../shared/contract/contract-error.ts';
import { loadContract } from '../../shared/contract/load.ts';

/** A contract that uses every section, in a form that tests change line by line. */
export const SAMPLE = `apiVersion: plumbline/v1
estate: acme
environments:
  dev: { project: acme-dev, regions: [us-central1] }
  stage: { project: acme-stage, regions: [us-central1] }
  prod: { project: acme-prod, projectNumber: 678067977394, regions: [us-central1], protected: true }
compare: [[dev, prod], [stage, prod]]
profiles:
  dev: { ingress: all, invoker: authenticated, iap: true, domain: run.app }
  prod: { ingress: internal-and-cloud-load-balancing, invoker: public, iap: false, domain: custom }
services:
  backend:
    names: { dev: backend, stage: backend-stage, prod: backend }
    serviceAccount: cr-backend
    roles: [roles/cloudsql.client]
    iap: false
    invoker: public
    resources: { cpu: 1, memory: 1Gi, maxInstances: { dev: 2, prod: 10 } }
    network: { cloudSql: required, vpcConnector: { dev: required, prod: absent } }
    env:
      APP_ENV: { delivery: literal, mustDiffer: true }
      MODE: { delivery: literal, value: { stage: sandbox, prod: production } }
      DATABASE_URL: secret
      STRIPE_KEY: { delivery: secret, version: pinned }
      PRICE: { delivery: literal, in: [prod], optional: true }
    envPolicy: closed
    domain: { prod: [api.acme.com] }
    smoke: [{ path: /healthz, in: [prod] }]
  web:
    names: { dev: web, stage: web-stage, prod: frontend }
    serviceAccount: cr-web
ignoreServices: ["goog-managed-by:cloudfunctions", "preview-*"]
waivers:
  - { check: resources, role: web, path: memory, reason: source maps, owner: web, expires: 2027-03-31 }
iam:
  humans: { prod: ["user:ops@example.com"] }
  forbiddenRoles: [roles/owner]
  serviceAccountKeys: { maxAgeDays: 90 }
secrets:
  maxAgeDays: 180
  fingerprints: { STRIPE_KEY: { same: [stage, prod] } }
apiKeys:
  - { name: "^Key {env}", targets: [identitytoolkit.googleapis.com], referrers: { required: ["https://*.acme.com/*"] } }
workflows:
  repository: { local: ../app }
  files: { prod: { branch: main, path: .github/workflows/deploy.yml } }
  noEnvVarsFor: [backend]
drift:
  ignore: [{ path: labels.release-id }]
  release: [image]
alerts:
  routes: [{ match: { environment: prod }, channel: "#prod" }, { channel: "#drift" }]
  remindAfter: 72h
`;

/** The sample with one piece of it replaced; the piece must be there exactly once. */
export function changed(piece: string, by: string): string {
  const parts = SAMPLE.split(piece);
  if (parts.length !== 2) throw new Error(`the sample has ${parts.length - 1} times: ${piece}`);
  return parts.join(by);
}

/** What loading a text says is wrong, one line for each problem; nothing where it is a contract. */
export function problemsOf(text: string): string[] {
  try {
    loadContract(text, 'c.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return error.message.split('\n');
  }
}
