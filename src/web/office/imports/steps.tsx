import { Check } from '../../ui/icons.ts';
import { useWords } from './words.ts';

const STEPS = ['file', 'columns', 'preview', 'errors', 'run'] as const;
export type Step = (typeof STEPS)[number];

/** Where we are. `at` null: all of it is done. */
export function Steps({ at }: { at: Step | null }) {
  const words = useWords();
  const now = at === null ? STEPS.length : STEPS.indexOf(at);
  return (
    <ol className="wsteps" aria-label={words.stepsLabel}>
      {STEPS.map((step, index) => (
        <li key={step} aria-current={index === now ? 'step' : undefined}>
          <span className={index < now ? 'ok' : index === now ? 'now' : ''}>
            <i aria-hidden="true">{index < now ? <Check size={15} strokeWidth={3} /> : index + 1}</i>
            <b>{words.steps[step]}</b>
          </span>
          {index < STEPS.length - 1 ? <hr aria-hidden="true" /> : null}
        </li>
      ))}
    </ol>
  );
}
