/** The version of Plumbline; a release stamps it, and a test holds it to package.json. */
export const VERSION = '0.1.0'; // x-release-please-version
