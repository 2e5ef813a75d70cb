import { access } from './access.ts';
import { deployWorkflow } from './deploy-workflow.ts';
import { domains } from './domains.ts';
import { envKeys } from './env-keys.ts';
import { ingress } from './ingress.ts';
import type { Check } from './model.ts';
import { namingMap } from './naming-map.ts';
import { network } from './network.ts';
import { resources } from './resources.ts';
import { secretDelivery } from './secret-delivery.ts';
import { serviceAccount } from './service-account.ts';
import { serviceCoverage } from './service-coverage.ts';
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
  smoke,
];
