import { access } from './access/access.ts';
import { apiKeys } from './api-keys/api-keys.ts';
import { deployWorkflow } from './deploy-workflow/deploy-workflow.ts';
import { deployable } from './deployable/deployable.ts';
import { domains } from './domains/domains.ts';
import { envKeys } from './env-keys/env-keys.ts';
import { iamRoles } from './iam-roles/iam-roles.ts';
import { image } from './image/image.ts';
import { ingress } from './ingress.ts';
import { isolation } from './isolation/isolation.ts';
import type { Check } from './model.ts';
import { mustDiffer } from './must-differ/must-differ.ts';
import { namingMap } from './naming-map/naming-map.ts';
import { network } from './network/network.ts';
import { resources } from './resources/resources.ts';
import { secretDelivery } from './secret-delivery/secret-delivery.ts';
import { secrets } from './secrets/secrets.ts';
import { serviceAccount } from './service-account.ts';
import { serviceAccountKeys } from './service-account-keys/service-account-keys.ts';
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
