/**
 * Prints what the viewer's custom role holds, from the table the transport and the doctor go by:
 * `npm run permissions` writes it to where Terraform reads it.
 */
import { viewerPermissions } from '../shared/adapters/google/viewer-needs.ts';

process.stdout.write(`${JSON.stringify(viewerPermissions(), null, 2)}\n`);
