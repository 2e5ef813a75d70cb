import { resourceId } from '../../snapshot/model.ts';
import type { RawResult } from '../model.ts';
import type { Judging } from '../results/each-role.ts';
import { listed, result } from '../results/result.ts';
import { identitiesOf } from './identities.ts';
import { crossingSeverity } from './result.ts';

/** Domain mappings of an environment whose domain the contract gives to another one. */
export function crossingMappings(environment: string, { view, context }: Judging): RawResult[] {
  const identities = identitiesOf(context);
  return view.index.readings(environment, 'run.domainMappings').flatMap((reading) =>
    Object.values(reading.documents).flatMap(({ name, fields }) => {
      const { mentions } = identities.inText(name, environment);
      if (mentions.size === 0) return [];
      const into = [...mentions.keys()];
      const resource = resourceId(reading, name);
      const leads = typeof fields.routeName === 'string' ? ` to ${fields.routeName}` : '';
      const { project, region } = reading;
      return [
        result(
          'FAIL',
          { role: null, environment, resource },
          {
            message: `${environment} maps ${name}${leads}, and that is a domain of ${listed(into)}.`,
            path: 'routeName',
            expected: null,
            observed: fields.routeName ?? null,
            severity: crossingSeverity(view, environment, into),
            settle: `gcloud beta run domain-mappings delete --domain=${name} --project=${project} --region=${region ?? 'REGION'}`,
          },
        ),
      ];
    }),
  );
}
