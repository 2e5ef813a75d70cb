import { access } from './access.ts';
import { apiKeys } from './api-keys.ts';
import { deployWorkflow } from './deploy-workflow.ts';
import { deployable } from './deployable.ts';
import { domains } from './domains.ts';
import { envKeys } from './env-keys.ts';
import { iamRoles } from './iam-roles.ts';
import { image } from './image.ts';
import { ingress } from './ingress.ts';
import { isolation } from './isolation.ts';
import type { Check } from './model.ts';
import { mustDiffer } from './must-differ.ts';
import { namingMap } from './naming-map.ts';
import { network } from './network.ts';
import { resources } from './resources.ts';
import { secretDelivery } from './secret-delivery.ts';
import { secrets } from './secrets.ts';
import { serviceAccount } from './service-account.ts';
import { serviceAccountKeys } from './service-account-keys.ts';
import { serviceCoverage } from './service-coverage.ts';
import { serving } from './serving.ts';
import { smoke } from './smoke.ts';

/** Every check, in the order of their numbers. */
export const CHECKS: readonly Check[] = [
  serviceCoverage,
  namingMap,
  ingress,
  serviceAccount,
  resources,
  envKeys,
  secretDelivery,
  network,
  domains,
  deployWorkflow,
  access,
  iamRoles,
  serviceAccountKeys,
  apiKeys,
  secrets,
  deployable,
  isolation,
  mustDiffer,
  image,
  serving,
  smoke,
];
