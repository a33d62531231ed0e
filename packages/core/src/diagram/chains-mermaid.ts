import type { Chains } from '../escalation/chain.ts';
import { SEVERITIES } from '../fault/severity.ts';
import { mermaidText } from './mermaid-text.ts';

/** Chains as a flowchart: a row for each severity, its steps from left to right. */
export function chainsMermaid(chains: Chains): string {
  return [
    'flowchart LR',
    ...SEVERITIES.map((severity) => {
      const steps = chains[severity].map(
        (step, index) => `${severity}_${index + 1}["${mermaidText(step)}"]`,
      );
      return `  ${[`${severity}(["${severity}"])`, ...steps].join(' --> ')}`;
    }),
  ].join('\n');
}
