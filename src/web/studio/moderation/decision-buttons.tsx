import type { HeldLine } from '#contract/moderation.ts';
import { Ban, Check, EyeOff, Timer } from '../../staff/icons.ts';
import { Button } from '../../ui/button.tsx';
import type { Desk } from './use-desk.ts';
import { useWords } from './words.ts';

/** The four decisions about one line. Large under the thumb on a phone; with their keys on a desk. */
export function DecisionButtons({ line, desk, large = false }: { line: HeldLine; desk: Desk; large?: boolean }) {
  const words = useWords();
  const mark = (key: string, Icon: typeof Check) =>
    large ? (
      <Icon size={22} />
    ) : (
      <kbd className="kbd" aria-hidden="true">
        {key}
      </kbd>
    );
  const size = large ? 'xl' : 'sm';
  return (
    <div className={`mdecide ${large ? 'large' : ''}`} role="group" aria-label={words.actions(line.name)}>
      <Button size={size} icon={mark('A', Check)} aria-keyshortcuts="a" onClick={() => desk.decideHeld('allow', line)}>
        {words.allow}
      </Button>
      <Button size={size} tone="solid" icon={mark('H', EyeOff)} aria-keyshortcuts="h" onClick={() => desk.decideHeld('hide', line)}>
        {words.hide}
      </Button>
      <Button size={size} icon={mark('T', Timer)} aria-keyshortcuts="t" onClick={() => desk.decideHeld('time_out', line)}>
        {large ? words.tenMinutesLong : words.tenMinutes}
      </Button>
      <Button
        size={size}
        tone="stop"
        icon={mark('B', Ban)}
        aria-keyshortcuts="b"
        onClick={() => desk.why(line, 'ban', line.reasons[0] ?? null)}
      >
        {words.ban}
      </Button>
    </div>
  );
}
