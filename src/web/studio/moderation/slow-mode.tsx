import { RefusedNote } from '../../staff/refused.tsx';
import { type Console, SLOW_S, slowOf } from './use-console.ts';
import { useWords } from './words.ts';

/** How often one person may write. What the server set by itself says so. */
export function SlowMode({ room }: { room: Console }) {
  const words = useWords();
  const { mode, setMode, show } = room;
  const now = slowOf(mode);
  return (
    <div className="mslow">
      <div className="row between">
        <b className="b sm" id="slow-title">
          {words.slow}
        </b>
        <span className="sm mm slow-how">{words.slowHow}</span>
      </div>
      <div className="seg" role="group" aria-labelledby="slow-title">
        {SLOW_S.map((seconds) => (
          <button
            key={seconds}
            type="button"
            aria-pressed={seconds === now}
            className={seconds === now ? 'on' : ''}
            disabled={show.state !== 'live' || setMode.isPending}
            onClick={() => setMode.mutate({ slowSeconds: seconds, paused: mode.paused })}
          >
            {seconds === 0 ? words.slowOff : words.slowSeconds(seconds)}
          </button>
        ))}
      </div>
      {mode.auto ? <p className="xs warnc">{words.slowAuto}</p> : null}
      <RefusedNote error={setMode.error} />
    </div>
  );
}
