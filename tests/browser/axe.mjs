// What axe-core finds; it sees a part of WCAG, so that no violation is a floor and not a proof.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const { source } = createRequire(import.meta.url)('axe-core');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with every violation on the page as it is now. */
export async function assertAccessible(page, where) {
  // Evaluated by the debugger, which the page's security policy does not hold back.
  await page.evaluate(source);
  const violations = await page.evaluate(async (values) => {
    const results = await window.axe.run(document, {
      runOnly: { type: 'tag', values },
      rules: { 'target-size': { enabled: true } },
      resultTypes: ['violations'],
    });
    return results.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }));
  }, TAGS);
  assert.deepEqual(violations, [], where);
}
