import type { Json, JsonObject } from '../../shared/snapshot/json.ts';
import { EstateAccounts } from './estate-accounts.ts';
import type { SimulatedProject } from './model.ts';
import { deepFreeze } from './proto-defaults.ts';
import type { ServiceInput, V2Service } from './run-types.ts';
import {
  type ChangeOptions,
  changeService,
  createService,
  newestRevision,
  type ServiceContext,
  shortName,
} from './services.ts';

/** A new release of the same configuration. */
export interface Release extends ChangeOptions {
  image?: string;
  commit?: string;
}

/**
 * The Google Cloud estate a simulator answers from. Every edit is what a person or pipeline would do
 * and moves generations, etags, times and revisions on as Google does. Names, ids and times are the
 * same in every run unless a clock is given.
 */
export class SimulatedEstate extends EstateAccounts {
  /** Adds a Cloud Run service; output-only fields and defaults are filled in as Cloud Run does. */
  addService(project: string, region: string, input: ServiceInput, options: ChangeOptions = {}): V2Service {
    const context = this.#context(project, region);
    const service = createService(context, input, options);
    return this.#store(context, service);
  }

  /** Changes a service: generation, etag, times and, where the template changed, the revision move on. */
  updateService(
    project: string,
    region: string,
    name: string,
    edit: (service: V2Service) => void,
    options: ChangeOptions = {},
  ): V2Service {
    const context = this.#context(project, region);
    return this.#store(
      context,
      changeService(context, this.service(project, region, name), { edit, options }),
    );
  }

  /** Releases the same configuration again: another image, commit label, client version and revision. */
  redeploy(project: string, region: string, name: string, release: Release = {}): V2Service {
    const commit = release.commit ?? this.ids.hex(40);
    const digest = this.ids.hex(64);
    const edit = (service: V2Service) => {
      const [main] = service.template.containers;
      if (main !== undefined) main.image = release.image ?? `${main.image.split('@')[0]}@sha256:${digest}`;
      service.labels = { ...service.labels, 'commit-sha': commit };
      service.template.labels = { ...service.template.labels, 'commit-sha': commit };
    };
    const version = this.service(project, region, name).clientVersion ?? '583.0.0';
    return this.updateService(project, region, name, edit, {
      clientVersion: nextVersion(version),
      ...release,
    });
  }

  /** Lets a rollout that is under way end well. */
  settleService(project: string, region: string, name: string): V2Service {
    const current = this.service(project, region, name);
    const settled = this.updateService(project, region, name, () => {}, { outcome: 'ready' });
    const same = { generation: current.generation, observedGeneration: current.generation };
    return this.#store(this.#context(project, region), { ...structuredClone(settled), ...same });
  }

  removeService(project: string, region: string, name: string): void {
    const held = this.project(project);
    held.services.get(region)?.delete(name);
    held.servicePolicies.delete(`${region}/${name}`);
    held.revisions.delete(`${region}/${name}`);
  }

  /** The stored, frozen document; throws where there is none. */
  service(project: string, region: string, name: string): V2Service {
    const service = this.project(project).services.get(region)?.get(name);
    if (service === undefined) throw new Error(`No service ${name} in ${project}/${region}.`);
    return service;
  }

  /** All services of a project, by region. */
  services(project: string, region?: string): V2Service[] {
    const { services } = this.project(project);
    const regions = region === undefined ? [...services.keys()] : [region];
    return regions.flatMap((key) => [...(services.get(key)?.values() ?? [])]);
  }

  /** Adds a Cloud Run job as its v2 document. */
  addJob(project: string, region: string, job: JsonObject & { name: string }): void {
    this.#addDocument(this.project(project).jobs, { project, region, kind: 'jobs' }, job);
  }

  /** Adds a worker pool as its v2 document. */
  addWorkerPool(project: string, region: string, pool: JsonObject & { name: string }): void {
    this.#addDocument(this.project(project).workerPools, { project, region, kind: 'workerPools' }, pool);
  }

  removeJob(project: string, region: string, name: string): void {
    const { jobs } = this.project(project);
    jobs.set(
      region,
      (jobs.get(region) ?? []).filter((job) => !String(job.name).endsWith(`/${name}`)),
    );
  }

  /** Maps a custom domain to a service (v1 document). */
  addDomainMapping(project: string, region: string, mapping: { domain: string; service: string }): void {
    const held = this.project(project);
    held.domainMappings.push({
      apiVersion: 'domains.cloudrun.com/v1',
      kind: 'DomainMapping',
      metadata: {
        name: mapping.domain,
        namespace: held.number,
        creationTimestamp: this.timestamp(),
        labels: { 'cloud.googleapis.com/location': region },
      },
      spec: { routeName: mapping.service, certificateMode: 'AUTOMATIC' },
      status: { mappedRouteName: mapping.service, conditions: [{ type: 'Ready', status: 'True' }] },
    });
  }

  /** Adds one log entry, as `entries.list` prints it. */
  addLogEntry(project: string, entry: { [key: string]: Json }): void {
    this.project(project).logEntries.push(deepFreeze({ timestamp: this.timestamp(), ...entry }));
  }

  #context(project: string, region: string): ServiceContext {
    return { project: this.project(project), region, ids: this.ids, now: this.timestamp() };
  }

  #store(context: ServiceContext, service: V2Service): V2Service {
    const { project, region } = context;
    const name = shortName(service.name);
    const services = project.services.get(region) ?? new Map<string, V2Service>();
    project.services.set(region, services.set(name, deepFreeze(service)));
    this.#recordRevision(project, `${region}/${name}`, service);
    if (!project.locations.includes(region)) project.locations.push(region);
    return service;
  }

  #recordRevision(project: SimulatedProject, key: string, service: V2Service): void {
    const revisions = project.revisions.get(key) ?? [];
    const newest = revisions.at(-1);
    if (newest?.name !== shortName(service.latestCreatedRevision)) {
      revisions.push(newestRevision(service, this.ids));
    } else if (newest !== undefined)
      newest.ready = service.latestReadyRevision === service.latestCreatedRevision;
    project.revisions.set(key, revisions);
  }

  #addDocument(
    holder: Map<string, JsonObject[]>,
    place: { project: string; region: string; kind: string },
    document: JsonObject & { name: string },
  ): void {
    const parent = `projects/${place.project}/locations/${place.region}/${place.kind}`;
    const stamped = {
      uid: this.ids.uuid(),
      generation: '1',
      createTime: this.timestamp(),
      etag: `"${this.ids.etag()}"`,
      ...structuredClone(document),
      name: `${parent}/${document.name}`,
    };
    holder.set(place.region, [...(holder.get(place.region) ?? []), deepFreeze(stamped)]);
  }
}

function nextVersion(version: string): string {
  const [major = '583', ...rest] = version.split('.');
  return [Number(major) + 1, ...rest].join('.');
}
