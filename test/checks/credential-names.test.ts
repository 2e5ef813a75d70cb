import { describe, expect, test } from '@jest/globals';
import { looksLikeCredential } from '../../shared/checks/secret-delivery/credential-names.ts';

const CREDENTIALS = [
  'PLAID_SECRET',
  'STRIPE_SECRET_KEY',
  'JWT_SECRET',
  'GITHUB_TOKEN',
  'ACCESS_TOKENS',
  'DB_PASSWORD',
  'PGPASSWORD',
  'clientsecret',
  'SMTP_PASS',
  'DB_PWD',
  'API_KEY',
  'OPENAI_API_KEYS',
  'GEMINI_APIKEY',
  'FIREBASE_PRIVATE_KEY',
  'AWS_SECRET_ACCESS_KEY',
  'COOKIE_SIGNING_KEY',
  'SUPABASE_SERVICE_ROLE_KEY',
  'DATABASE_DSN',
  'slackBotToken',
  'db.password',
  'KEY_PASSPHRASE',
  'HBO_MAX_API_KEY',
  'SECRET_MANAGER_TOKEN',
  'REUSE_TOKEN',
];
const HARMLESS = [
  'STRIPE_PUBLISHABLE_KEY',
  'NEXT_PUBLIC_API_KEY',
  'RECAPTCHA_PUBLIC_TOKEN',
  'TOKEN_TTL',
  'SESSION_TOKEN_LIFETIME',
  'SECRET_NAME',
  'AWS_ACCESS_KEY_ID',
  'TOKEN_URL',
  'MAX_TOKENS',
  'CLAUDE_MAX_TOKENS',
  'LLM_MAX_OUTPUT_TOKENS',
  'TOKENS_PER_MINUTE',
  'TOKEN_BUDGET',
  'ACCESS_TOKEN_EXPIRES_IN',
  'USE_SECRET_MANAGER',
  'ENABLE_PASSWORD_LOGIN',
  'PASSWORD_MIN_LENGTH',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'SENTRY_DSN',
  'PWD',
  'COMPASS',
  'SECRETARY',
  'CACHE_KEY',
  'KEYCLOAK_REALM',
  'PORT',
  '',
];

describe('names that look like credentials', () => {
  test.each(CREDENTIALS)('%s does', (name) => {
    expect(looksLikeCredential(name)).toBe(true);
  });

  test.each(HARMLESS)('%s does not', (name) => {
    expect(looksLikeCredential(name)).toBe(false);
  });
});
