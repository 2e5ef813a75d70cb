import { availableParallelism } from 'node:os';

/** Every test runs on the sources; swc only strips the types. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  globalSetup: '<rootDir>/test/run/global-setup.ts',
  globalTeardown: '<rootDir>/test/run/global-teardown.ts',
  // Far above what any of them takes alone: a busy machine is no failure.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/run/longest-first.js',
  // One more than there are processors: tests that wait for a process or an answer leave theirs idle.
  maxWorkers: availableParallelism() + 1,
};
