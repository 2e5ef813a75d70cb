import { test } from '@jest/globals';
import { openWorld } from './world.ts';
import { PROD, REGION } from './shop.ts';
test('x', async () => {
  const t0 = Date.now();
  const world = await openWorld();
  const e = world.google.estate;
  const t1 = Date.now();
  const p1 = await world.pass();
  const t2 = Date.now();
  for (const n of ['api']) {
    e.updateService(PROD, REGION, n, (s) => { s.labels = { ...s.labels, tag: 'on' }; });
    e.setServicePolicy(PROD, REGION, n, { bindings: [{ role: 'roles/run.invoker', members: ['allUsers', 'user:a@example.com'] }] });
    e.addKey(PROD, `cr-${n}@${PROD}.iam.gserviceaccount.com`);
    e.updateServiceAccount(PROD, `cr-${n}@${PROD}.iam.gserviceaccount.com`, { description: 'x' });
  }
  e.grantProjectRole(PROD, 'roles/viewer', 'user:a@example.com');
  e.updateSecret(PROD, 'PLAID', { labels: { tag: 'on' } });
  e.addSecretVersion(PROD, 'PLAID');
  e.setSecretPolicy(PROD, 'PLAID', { bindings: [{ role: 'roles/viewer', members: ['user:a@example.com'] }] });
  const uid = [...e.project(PROD).apiKeys.keys()][0] ?? '';
  e.updateApiKey(PROD, uid, { displayName: 'Other' });
  const p2 = await world.pass();
  const t3 = Date.now();
  e.updateApiKey(PROD, uid, { restrictions: { apiTargets: [{ service: 'a.googleapis.com' }, { service: 'identitytoolkit.googleapis.com' }] } });
  const p3 = await world.pass();
  console.log(t1 - t0, t2 - t1, t3 - t2, Date.now() - t3);
  console.log(p1.asked.length, p1.transitions.map((t) => `${t.kind} ${t.reason} ${t.environment} ${t.subject}`).join('\n'));
  console.log(p2.asked.length, p2.transitions.map((t) => `${t.kind} ${t.reason} ${t.environment} ${t.subject}`).join('\n'));
  console.log(p3.asked.length, p3.transitions.map((t) => `${t.kind} ${t.reason} ${t.environment} ${t.subject}`).join('\n'));
  console.log(p2.told.map((t) => t.message.items.map((i) => i.transition + i.finding.resource)));
  await world.close();
});
