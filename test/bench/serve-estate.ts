import { startGoogleSimulator } from '../simulator/google.ts';

/** A Google of its own process: 3 projects × (40 services, 60 accounts, 120 secrets), each answer after LATENCY ms. */
const [latencyMs = 50] = process.argv.slice(2).map(Number);
const google = await startGoogleSimulator({ latencyMs, validate: false });
for (const project of ['bench-dev', 'bench-stage', 'bench-prod']) {
  google.estate.addProject(project);
  for (let index = 0; index < 40; index += 1)
    google.estate.addService(project, 'us-central1', {
      name: `service-${index}`,
      template: { containers: [{ image: 'app:1' }] },
    });
  for (let index = 0; index < 60; index += 1) google.estate.addServiceAccount(project, `account-${index}`);
  for (let index = 0; index < 120; index += 1) {
    google.estate.addSecret(project, `secret-${index}`);
    google.estate.addSecretVersion(project, `secret-${index}`);
  }
}
process.stdout.write(`${google.url}\n`);
process.stdin.resume().on('end', () => process.exit(0));
