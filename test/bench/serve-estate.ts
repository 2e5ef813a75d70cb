import { startGoogleSimulator } from '../simulator/google.ts';
import { projectsOf, readSize } from './size.ts';

/** A Google of its own process: the estate of the size given, each answer after LATENCY ms. */
const [latencyMs = '50', size = ''] = process.argv.slice(2);
const { projects, services, accounts, secrets } = readSize(size);
const google = await startGoogleSimulator({ latencyMs: Number(latencyMs), validate: false });
for (const project of projectsOf(projects)) {
  google.estate.addProject(project);
  for (let index = 0; index < services; index += 1)
    google.estate.addService(project, 'us-central1', {
      name: `service-${index}`,
      template: { containers: [{ image: 'app:1' }] },
    });
  for (let index = 0; index < accounts; index += 1)
    google.estate.addServiceAccount(project, `account-${index}`);
  for (let index = 0; index < secrets; index += 1) {
    google.estate.addSecret(project, `secret-${index}`);
    google.estate.addSecretVersion(project, `secret-${index}`);
  }
}
process.stdout.write(`${google.url}\n`);
process.stdin.resume().on('end', () => process.exit(0));
