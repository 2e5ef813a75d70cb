import { loadContract } from '../../shared/contract/load.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import { judge, look, reportOn } from '../../shared/judge.ts';
import type { Report } from '../../shared/report/report.ts';
import { type ScriptedSource, scriptedSource, serviceOf } from '../fakes/estate-source.ts';

const CONTRACT = `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: shop-dev, regions: [us-central1] }
  prod: { project: shop-prod, regions: [us-central1], protected: true }
services:
  web: { names: { dev: web, prod: web }, ingress: internal, serviceAccount: { dev: cr-web, prod: cr-web } }
waivers:
  - { check: ingress, role: web, environments: [dev], reason: "a|b <i>", owner: web, expires: 2027-12-31 }
  - { check: network, role: web, reason: nothing like it, owner: web, expires: 2027-12-31 }
`;
const KEY = Buffer.alloc(32, 9);
/** The instant of every report here. */
export const now = new Date('2026-02-22T12:00:00Z');

/** The report on a small estate of one role in dev and prod, after an edit of what can be read. */
export async function reportWith(edit: (source: ScriptedSource) => void = () => undefined): Promise<Report> {
  const source = scriptedSource();
  for (const environment of ['dev', 'prod']) source.documents[environment] = [web(environment)];
  edit(source);
  const eyes = {
    contract: loadContract(CONTRACT, 'deep/folder/shop.yaml'),
    source,
    reduce: createValueReducer({ key: KEY, environments: [] }),
    fingerprintOf: createFingerprint(KEY),
  };
  const snapshot = await look(eyes, { now, signal: new AbortController().signal });
  return reportOn(eyes, snapshot, judge(eyes, snapshot, now));
}

/** The service of the role, as the API gives it. */
export function web(environment: string, ingress = 'INGRESS_TRAFFIC_INTERNAL_ONLY') {
  const serviceAccount = `cr-web@shop-${environment}.iam.gserviceaccount.com`;
  return serviceOf(
    { project: `shop-${environment}`, name: 'web' },
    { ingress, template: { serviceAccount, containers: [{ image: 'app:1' }] } },
  );
}

/** Its ingress opened to everybody, in one environment. */
export const opened = (environment: string) => (source: ScriptedSource) => {
  source.documents[environment] = [web(environment, 'INGRESS_TRAFFIC_ALL')];
};
/** One scope that answers with a refusal. */
export const unread = (source: ScriptedSource) => {
  source.gaps['prod|secretmanager.secrets'] = {
    status: 'DENIED',
    detail: 'secretmanager.secrets.list is missing',
  };
};

/** What a name of somebody's making may hold: the marks of every language a report is written in. */
export const HOSTILE =
  'a|b `c` <img src=x onerror=alert(1)> </script> ]]> &amp; "q" \'s\' [l](http://x) **b**\n# head\r\n\u001b[31m\u0000\u202e\ud800\uffff <!channel>';

/** The report with a hostile text in every place that somebody else may have named. */
export function hostileReport(report: Report, text: string): Report {
  const waiver = report.checks.flatMap(({ results }) => results.flatMap((result) => result.waiver ?? []));
  const hostile = (one: (typeof waiver)[number]) => ({ ...one, reason: text, owner: text, path: text });
  return {
    ...report,
    estate: text,
    contract: { ...report.contract, file: `folder/${text}.yaml` },
    inventory: report.inventory.map((entry) => ({ ...entry, environment: text, services: [text] })),
    coverage: report.coverage.map((entry) => ({
      ...entry,
      environment: text,
      project: text,
      region: text,
      detail: text,
    })),
    checks: report.checks.map((check) => ({
      ...check,
      results: check.results.map((result) => ({
        ...result,
        role: result.role === null ? null : text,
        environment: text,
        environments: [text],
        resource: text,
        path: text,
        message: text,
        settle: text,
        expected: text,
        observed: text,
        waiver: result.waiver && hostile(result.waiver),
      })),
    })),
    findings: report.findings.map((finding) => ({
      ...finding,
      environment: text,
      role: text,
      resource: text,
      path: text,
      message: text,
      settle: text,
      before: text,
      after: text,
      expected: text,
    })),
    staleWaivers: report.staleWaivers.map(hostile),
    notes: [text],
  };
}
