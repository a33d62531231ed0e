import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const conditions = ['@kintsugi/source'];
/** Starts one browser for all tests of a project. */
const CHROMIUM = fileURLToPath(
  new URL('packages/observer/test/browser/chromium.ts', import.meta.url),
);
const FIXED_SEED = fileURLToPath(new URL('test/fixed-seed.ts', import.meta.url));

const ALL_TESTS = 'test/**/*.test.ts';
/** What takes minutes: all that can happen, explored. */
const PROOF = 'test/proof/**/*.test.ts';

/** The tests of one folder, run from the sources of every package. */
function project(
  name: string,
  root: string,
  {
    typeTests = false,
    include = ALL_TESTS,
    exclude = [] as readonly string[],
    globalSetup = [] as readonly string[],
  } = {},
) {
  return {
    extends: true as const,
    root,
    test: {
      name,
      include: [include],
      exclude: [...exclude],
      setupFiles: [FIXED_SEED],
      globalSetup: [...globalSetup],
      typecheck: {
        enabled: typeTests,
        include: ['test/**/*.test-d.ts'],
        // Must be the tsconfig that includes the type tests: with another one they pass whatever they say.
        tsconfig: 'test/tsconfig.json',
      },
    },
  };
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // A busy machine is no failure: what hangs is found by this, not what is slow.
    testTimeout: 300_000,
    // Vitest leaves one core idle unless it is told not to: half of a machine with two.
    maxWorkers: '100%',
    // .ci/run reads the counts from the JSON report.
    reporters: ['default', ['json', { outputFile: 'temp/vitest-report.json' }]],
    projects: [
      project('core', 'packages/core', { typeTests: true }),
      project('actors', 'packages/actors', { typeTests: true }),
      project('verify', 'packages/verify', { typeTests: true, exclude: [PROOF] }),
      project('proof', 'packages/verify', { include: PROOF }),
      project('observer', 'packages/observer', { typeTests: true, globalSetup: [CHROMIUM] }),
      project('inspect', 'packages/inspect', { typeTests: true, globalSetup: [CHROMIUM] }),
      project('demo', 'packages/demo', { globalSetup: [CHROMIUM] }),
      project('bench', 'bench'),
      project('workspace', '.'),
    ],
  },
});
