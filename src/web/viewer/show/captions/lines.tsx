import { useCaptionChoice } from './choice.ts';
import './captions.css';

/**
 * Captions over a picture. Never announced: whoever listens to a screen reader hears the show itself, and reads the
 * chat. The text can be selected; what it is made of is text, whatever stands in it.
 */
export function CaptionLines({ lines, language }: { lines: readonly { id: string; text: string }[]; language: string }) {
  const { size, back } = useCaptionChoice();
  return (
    <div className={`capt size-${size} back-${back}`} aria-live="off" lang={language} dir="auto">
      {lines.map(({ id, text }) => (
        <p key={id}>
          <span>{text}</span>
        </p>
      ))}
    </div>
  );
}
