import type { Severity } from '../../findings/model.ts';
import { severityOf } from '../../findings/severity.ts';
import type { Change } from '../../snapshot/model.ts';
import type { EstateView } from '../view/view.ts';

/** What makes a result weigh; widening and reach are false where not given. */
export interface Weight {
  fieldClass: Change['class'];
  /** More people or rights than before or than declared. */
  widening?: boolean;
  /** It decides who can reach the service, or as whom it runs. */
  reach?: boolean;
}

/** Severity of a result in an environment. */
export function weigh(view: EstateView, environment: string, weight: Weight): Severity {
  return severityOf({
    environmentProtected: view.isProtected(environment),
    fieldClass: weight.fieldClass,
    widening: weight.widening ?? false,
    reach: weight.reach ?? false,
  });
}
