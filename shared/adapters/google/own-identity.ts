/** Where the caller's own credentials say whose they are; of what they hold only the address is looked at. */
export type OwnCredentials = () => Promise<{ client_email?: string | null }>;

/**
 * The email of the service account this process runs as, a borrowed one included; null where a person's
 * credentials are used, or none were found. Never throws.
 */
export async function ownIdentity(credentials: OwnCredentials = applicationDefault): Promise<string | null> {
  try {
    return (await credentials()).client_email ?? null;
  } catch {
    return null;
  }
}

async function applicationDefault(): Promise<{ client_email?: string | null }> {
  const { GoogleAuth } = await import('google-auth-library');
  const { client_email } = await new GoogleAuth().getCredentials();
  return { client_email: client_email ?? null };
}
