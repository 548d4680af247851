import { Button, IconButton } from '../../ui/button.tsx';
import { Captions, Undo } from '../../ui/icons.ts';
import { useWords } from '../captions/words.ts';
import type { Prepared } from './use-prepared.ts';

/** Under the prompter, when lines were prepared: the next one, and the key that captions it. */
export function PreparedLine({ prepared, language }: { prepared: Prepared; language: string }) {
  const words = useWords();
  const { lines, at, next } = prepared;
  if (lines.length === 0) return null;
  return (
    <div className="prepared row">
      <Captions size={19} aria-hidden="true" />
      <div className="grow">
        <p className="xs mm">
          {words.nextLine} {next === null ? null : words.lineOf(at + 1, lines.length)}
        </p>
        <p className="b" lang={next === null ? undefined : language}>
          {next ?? words.allSent}
        </p>
      </div>
      {next === null ? (
        <IconButton label={words.again} onClick={() => prepared.goTo(0)}>
          <Undo size={18} />
        </IconButton>
      ) : (
        <Button size="sm" onClick={prepared.sendNext}>
          <kbd className="kbd" aria-hidden="true">
            C
          </kbd>
          {words.captionIt}
        </Button>
      )}
    </div>
  );
}
