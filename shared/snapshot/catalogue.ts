import {
  API_KEY,
  IAM_POLICY,
  SECRET,
  SECRET_VERSIONS,
  SERVICE_ACCOUNT,
  SERVICE_ACCOUNT_KEYS,
} from './catalogue/others.ts';
import {
  RUN_DOMAIN_MAPPING,
  RUN_JOB,
  RUN_JOB_CANONICAL,
  RUN_JOB_LIVE,
  RUN_JOB_MARKS,
  RUN_REVISIONS,
  RUN_REVISIONS_CANONICAL,
  RUN_REVISIONS_MARKS,
  RUN_WORKER_POOL,
  RUN_WORKER_POOL_CANONICAL,
  RUN_WORKER_POOL_LIVE,
  RUN_WORKER_POOL_MARKS,
} from './catalogue/run-others.ts';
import {
  RUN_REVISIONS_LIVE,
  RUN_SERVICE,
  RUN_SERVICE_CANONICAL,
  RUN_SERVICE_LIVE,
  RUN_SERVICE_MARKS,
} from './catalogue/run-service.ts';
import { type CatalogueNode, type ClassTree, descend, plantCatalogue } from './catalogue/tree.ts';
import type { FieldClass, ResourceClass } from './model.ts';

const POLICY = flat(IAM_POLICY);

const CATALOGUE: Record<ResourceClass, CatalogueNode> = {
  'run.services': plantCatalogue([RUN_SERVICE, RUN_SERVICE_LIVE, RUN_SERVICE_CANONICAL], RUN_SERVICE_MARKS),
  'run.services.iamPolicy': POLICY,
  'run.revisions': plantCatalogue(
    [RUN_REVISIONS, RUN_REVISIONS_LIVE, RUN_REVISIONS_CANONICAL],
    RUN_REVISIONS_MARKS,
  ),
  'run.jobs': plantCatalogue([RUN_JOB, RUN_JOB_LIVE, RUN_JOB_CANONICAL], RUN_JOB_MARKS),
  'run.jobs.iamPolicy': POLICY,
  'run.workerPools': plantCatalogue(
    [RUN_WORKER_POOL, RUN_WORKER_POOL_LIVE, RUN_WORKER_POOL_CANONICAL],
    RUN_WORKER_POOL_MARKS,
  ),
  'run.workerPools.iamPolicy': POLICY,
  'run.domainMappings': flat(RUN_DOMAIN_MAPPING),
  'resourcemanager.projects.iamPolicy': POLICY,
  'iam.serviceAccounts': flat(SERVICE_ACCOUNT),
  'iam.serviceAccountKeys': plantCatalogue([SERVICE_ACCOUNT_KEYS], { entities: ['keys.*'], wholes: [] }),
  'secretmanager.secrets': flat(SECRET),
  'secretmanager.versions': plantCatalogue([SECRET_VERSIONS], {
    entities: ['versions.*'],
    wholes: ['versions.*'],
  }),
  'secretmanager.secrets.iamPolicy': POLICY,
  'apikeys.keys': flat(API_KEY),
};

/**
 * The class of a place in a canonical document, or of a field in a v2 document (`*` for list elements).
 * A place that holds others has the weightiest class among them; one nobody has put into a class is
 * `unclassified`.
 */
export function classOf(resource: ResourceClass, path: readonly string[]): FieldClass {
  return path.reduce(descend, CATALOGUE[resource]).class;
}

/** The catalogue of one resource class, to be walked beside its documents. */
export function catalogueOf(resource: ResourceClass): CatalogueNode {
  return CATALOGUE[resource];
}

function flat(tree: ClassTree): CatalogueNode {
  return plantCatalogue([tree], { entities: [], wholes: [] });
}
