import { describe, expect, it } from '@jest/globals';
import { loadContract } from '../../shared/contract/load.ts';
import { contractLine } from '../../shared/findings/contract-line.ts';

const CONTRACT = loadContract(
  `apiVersion: plumbline/v1
estate: shop
environments:
  stage: { project: shop-stage, regions: [us-central1] }
  prod: { project: shop-prod, regions: [us-central1] }
services:
  web:
    names: { stage: web, prod: web }
    env:
      API_TOKEN: secret
      MODE: literal
secrets:
  fingerprints: { SHARED: { same: [stage, prod] } }
`,
  'shop.yaml',
);

describe('contractLine', () => {
  it.each([
    ['the key a role reads it by', 'secretmanager.secrets/API_TOKEN', 'shop.yaml:10'],
    ['the same secret in a region', 'secretmanager.secrets/us-central1/API_TOKEN', 'shop.yaml:10'],
    ['its fingerprint rule', 'secretmanager.secrets/SHARED', 'shop.yaml:13'],
    ['nothing for a secret nobody names', 'secretmanager.secrets/OTHER', null],
    ['nothing for a literal of that name', 'secretmanager.secrets/MODE', null],
    ['nothing for what the checks judge themselves', 'run.services/us-central1/web', null],
  ])('%s', (_name, resource, line) => {
    expect(contractLine(CONTRACT, 'prod', resource)).toBe(line);
  });

  it('is nothing for an environment the contract does not have', () => {
    expect(contractLine(CONTRACT, 'qa', 'secretmanager.secrets/API_TOKEN')).toBeNull();
  });
});
